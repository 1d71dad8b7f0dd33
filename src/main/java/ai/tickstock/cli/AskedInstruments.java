package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.MemberMatch;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The instruments that `--universe` or `--symbols` name.
///
/// @param found each with its ticker now
/// @param unknown members that this database does not know, in words
record AskedInstruments(Map<InstrumentId, Symbol> found, List<String> unknown) {

  /// @throws Misuse when a ticker is not known at all
  static AskedInstruments bySymbol(Database database, List<Symbol> symbols) {
    var instruments = Instruments.postgres(database);
    var found = new TreeMap<InstrumentId, Symbol>();
    for (var symbol : symbols) {
      var instrument = InstrumentArgument.parse(symbol.ticker()).find(instruments);
      found.put(instrument.id(), instrument.symbol());
    }
    return new AskedInstruments(found, List.of());
  }

  /// @throws Misuse when a key means nothing
  static AskedInstruments ofUniverse(Database database, String expression, Instant now) {
    Universes.postgres(database).seed();
    return stored(database, expression, now);
  }

  /// As `ofUniverse`, of a database that is only read.
  static AskedInstruments stored(Database database, String expression, Instant now) {
    var universes = Universes.postgres(database);
    var today = Bar.dateOf(now);
    return switch (universes.resolve(expression, today)) {
      case Resolution.Unknown nothing -> throw AskedUniverse.refused(nothing);
      case Resolution.Ambiguous ambiguous -> throw AskedUniverse.refused(ambiguous);
      case Resolution.Members(var members) -> {
        var found = new TreeMap<InstrumentId, Symbol>();
        var unknown = new ArrayList<String>();
        for (var match : MemberMatch.all(members, Instruments.postgres(database))) {
          switch (match) {
            case MemberMatch.Found one ->
                found.put(one.instrument().id(), one.instrument().symbol());
            case MemberMatch.UnknownToVendor one -> unknown.add(one.member().symbol().ticker());
            case MemberMatch.AnotherCompany one ->
                unknown.add(one.member().symbol() + " (the ticker belongs to " + one.name() + ")");
          }
        }
        yield new AskedInstruments(found, unknown);
      }
    };
  }
}
