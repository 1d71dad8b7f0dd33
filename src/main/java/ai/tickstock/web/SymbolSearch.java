package ai.tickstock.web;

import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Instruments whose ticker or name somebody looks for.
///
/// @param near tickers that look like it, where nothing was found
record SymbolSearch(String q, List<Found> found, List<String> near, Optional<String> exact)
    implements Elsewhere {
  private static final int LONGEST = 100;

  /// @param symbol its ticker now, or its last one
  /// @param type code of the vendor
  /// @param typeName what that means; empty for a code that nobody knows
  record Found(
      String symbol,
      String name,
      String type,
      String typeName,
      String exchange,
      boolean active,
      Optional<LocalDate> delisted) {}

  static SymbolSearch of(Asked asked, ConsoleProgram program) {
    var text = asked.shown("q");
    if (text.isEmpty()) {
      return new SymbolSearch("", List.of(), List.of(), Optional.empty());
    }
    if (text.length() > LONGEST) {
      throw Misasked.wrong("q: " + LONGEST + " characters at most");
    }
    var instruments = Instruments.postgres(program.database());
    var found = instruments.search(text, asked.limit());
    var types =
        EquityTypes.postgres(program.database()).all().stream()
            .collect(Collectors.toMap(EquityType::code, EquityType::description));
    return new SymbolSearch(
        text,
        found.stream().map(one -> found(one, types)).toList(),
        found.isEmpty()
            ? instruments.nearest(text).stream().map(Symbol::ticker).toList()
            : List.of(),
        found.stream()
            .map(one -> one.symbol().ticker())
            .filter(text::equalsIgnoreCase)
            .findFirst());
  }

  private static Found found(Instrument one, Map<String, String> types) {
    return new Found(
        one.symbol().ticker(),
        one.name().orElse(""),
        one.type().orElse(""),
        one.type().map(code -> types.getOrDefault(code, "")).orElse(""),
        one.exchange().map(Object::toString).orElse(""),
        one.active(),
        one.delistDate());
  }

  /// Who types a ticker means it.
  @Override
  public Optional<String> location() {
    return exact.map(ticker -> "/symbols/" + Words.path(ticker));
  }
}
