package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instrument;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The universes of ETFs that rules fill. Safe for use by many threads and processes.
public interface EtfUniverses {

  static EtfUniverses postgres(Database database) {
    return new PostgresEtfUniverses(database, EtfThemes.bundled());
  }

  /// Keys of the universes that rules fill.
  List<String> keys();

  /// Applies the rules to all funds that trade, and notes type, sector and index of each.
  /// Memberships that lists or people made stay as they are. Where more than 30 % of those who
  /// belong by rules would leave, the universe stays as it is, and that is noted.
  ///
  /// @param key only the members of this one; of all when empty
  /// @param approve whether a change that would be held is made
  /// @return one for each universe
  List<Refreshed> refresh(Optional<String> key, LocalDate today, boolean approve);

  /// What refreshing did to a universe, the latest first; what changed nothing is not among it.
  List<Change> history(String key);

  /// What the rules say of an instrument, and by what, whether or not memberships are refreshed.
  List<EtfThemes.Verdict> explain(Instrument instrument);

  /// @param members who belonged before
  /// @param held what was not done, in words; empty when all was done
  record Refreshed(
      String universe, int members, List<Symbol> joined, List<Symbol> left, Optional<String> held) {
    public Refreshed {
      joined = List.copyOf(joined);
      left = List.copyOf(left);
    }
  }

  /// @param state `applied` or `held`
  record Change(
      Instant at,
      LocalDate effective,
      String state,
      int members,
      List<String> joined,
      List<String> left,
      String message) {
    public Change {
      joined = List.copyOf(joined);
      left = List.copyOf(left);
    }
  }
}
