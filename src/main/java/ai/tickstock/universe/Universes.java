package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.database.RowSnapshot;
import ai.tickstock.listing.Instrument;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The universes and who belongs to them since when. Safe for use by many threads and processes.
/// Dates are New York dates.
public interface Universes {

  static Universes postgres(Database database) {
    return new PostgresUniverses(database);
  }

  /// Adds the universes and members that come with the program and are missing. A member that is or
  /// was in its universe stays as it is, also when somebody ended it by hand.
  SeedCount seed();

  /// All universes by key.
  ///
  /// @param asOf members are counted on this date
  List<Universe> list(LocalDate asOf);

  /// The universe under a key, or under `etf:KEY`, `stock:KEY`, `themes:KEY`; empty where the key
  /// means nothing or more than one.
  Optional<Universe> find(String key, LocalDate asOf);

  /// Who belonged to the universe on that date, by ticker; empty for what `find` does not find.
  List<Member> members(String key, LocalDate asOf);

  /// The members of one or several universes, united: `a,b` and `a:b` mean the same, and a kind
  /// (`etf`, `stock`, `themes`) belongs to the key after it: `etf:top_100:dev_etfs`.
  Resolution resolve(String expression, LocalDate asOf);

  /// Ties found members to their instruments, so that a later rename does not lose them. Bound ones
  /// stay as they are.
  ///
  /// @return memberships that were bound now
  int bind(Collection<MemberMatch.Found> found);

  /// The memberships of an instrument on a date, by key of the universe: those that are bound to
  /// it, and those of its present ticker that are bound to nobody and mean it.
  List<Held> of(Instrument instrument, LocalDate asOf);

  /// That an instrument belongs to a universe.
  ///
  /// @param universe its key as people have to say it
  record Held(String universe, String name, Member member) {}

  /// Keys of the universes to which the instrument belongs at present, in order.
  List<String> of(Handle transaction, InstrumentId instrument);

  /// Ends the memberships of an instrument that are in force.
  ///
  /// @param last last date of each; the day of its begin where that is later
  /// @return how many
  int end(Handle transaction, InstrumentId instrument, LocalDate last, String reason);

  /// Lets memberships last that were ended with these last words.
  void reopen(Handle transaction, InstrumentId instrument, String endedBecause, String reason);

  /// Memberships as they are stored.
  RowSnapshot MEMBERSHIPS =
      new RowSnapshot(
          "universe_member",
          "instrument_id",
          List.of(
              "universe_id",
              "ticker",
              "expected_name",
              "instrument_id",
              "valid_from",
              "valid_to",
              "reason",
              "source",
              "recorded_at"));

  /// Gives another instrument the memberships under tickers that it holds now; of a ticker that
  /// both hold, those from a date on.
  void move(Handle transaction, InstrumentId from, InstrumentId to, LocalDate since);
}
