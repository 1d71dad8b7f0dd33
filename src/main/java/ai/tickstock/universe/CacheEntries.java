package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/// The rows of `public.cache_entries` by which the older TickStock applications read universes: a
/// copy of ours in their shapes. Rows of other types are never touched. Safe for use by many
/// threads and processes.
public interface CacheEntries {

  /// @param environment the column `environment` of the rows that are written, e.g. `DEFAULT`
  static CacheEntries postgres(Database database, String environment) {
    return new PostgresCacheEntries(database, environment);
  }

  /// Brings the rows in line with the universes, in the caller's transaction: rows whose content is
  /// the same but for `last_updated` stay as they are. Nothing is written while no list of
  /// instruments was read.
  ///
  /// @param asOf whose memberships of this date count
  /// @throws CacheEntriesRefused when the table is not as it must be
  Written write(Handle transaction, LocalDate asOf, Instant now);

  /// What `write` would do.
  ///
  /// @throws CacheEntriesRefused when the table is not as it must be
  Comparison compare(LocalDate asOf, Instant now);

  /// One row as it stands in the table and as `write` would make it, in JSON; empty where it is in
  /// neither.
  Optional<Contents> contents(String type, String name, String key, LocalDate asOf, Instant now);

  /// Puts new tickers into rows of our types that we do not write, all renames at once, so that of
  /// `A` to `B` and `B` to `C` in one night each instrument gets its own. Rows that we write get
  /// them by `write`; before or after it makes no difference. To be called once for each rename.
  ///
  /// @param renames new tickers by old ones
  /// @return rows that were changed
  int renamed(Handle transaction, Map<Symbol, Symbol> renames);

  /// @param removed rows of a universe that is gone: the list in them is empty now
  /// @param leftAlone rows of our types that no universe of ours stands for
  record Written(int inserted, int changed, int unchanged, int removed, int leftAlone) {}

  /// What is done with a row.
  enum Action {
    INSERT,
    CHANGE,
    /// The universe is gone: the list becomes empty.
    EMPTY,
    UNCHANGED,
    /// No universe of ours stands for it.
    LEFT_ALONE
  }

  /// @param members of the list that would be written
  /// @param stored of the list that the table has; empty also where it has no list
  record Row(
      String type,
      String name,
      String key,
      Action action,
      OptionalInt members,
      OptionalInt stored) {}

  /// @param rows by type, name and key
  /// @param listRead whether a list of instruments was read; else nothing is written
  /// @param leftOut memberships of whom no row tells, with the reason
  record Comparison(List<Row> rows, boolean listRead, List<String> leftOut) {
    public Comparison {
      rows = List.copyOf(rows);
      leftOut = List.copyOf(leftOut);
    }
  }

  record Contents(Action action, Optional<String> stored, Optional<String> computed) {}
}
