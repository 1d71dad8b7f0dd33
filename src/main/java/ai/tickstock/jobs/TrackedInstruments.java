package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.universe.UniverseMembers;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/// Whom an end of day answers for: instruments of the types that are loaded, and members of
/// universes of whatever type, that are listed on the session and follow the exchange's calendar.
final class TrackedInstruments {
  private TrackedInstruments() {}

  static Map<InstrumentId, Instrument> on(Database database, Mic exchange, LocalDate session) {
    var processing = EquityTypes.postgres(database).now();
    var members = database.read(h -> UniverseMembers.ofAny(h, session));
    var tracked = new LinkedHashMap<InstrumentId, Instrument>();
    Instruments.postgres(database).all(InstrumentFilter.EVERY).stream()
        .filter(one -> processing.isLoaded(one) || members.contains(one.id()))
        .filter(one -> one.follows().equals(exchange) && one.isListedOn(session))
        .forEach(one -> tracked.put(one.id(), one));
    return tracked;
  }
}
