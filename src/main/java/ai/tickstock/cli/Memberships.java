package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.MemberMatch;
import ai.tickstock.universe.Universes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// To which universes an instrument belongs.
final class Memberships {
  private Memberships() {}

  /// @param universe its key
  record Held(String universe, Member member) {}

  /// The present ones, by key of the universe.
  static List<Held> of(Database database, Instrument instrument, Instant now) {
    var universes = Universes.postgres(database);
    universes.seed();
    var instruments = Instruments.postgres(database);
    var today = Bar.dateOf(now);
    var held = new ArrayList<Held>();
    for (var universe : universes.list(today)) {
      for (var match : MemberMatch.all(universes.members(universe.key(), today), instruments)) {
        if (match instanceof MemberMatch.Found found
            && found.instrument().id().equals(instrument.id())) {
          held.add(new Held(universe.key(), found.member()));
        }
      }
    }
    return held;
  }
}
