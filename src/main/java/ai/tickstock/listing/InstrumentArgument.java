package ai.tickstock.listing;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// `SYMBOL` or `SYMBOL@DATE`: an instrument by its ticker now (else the last holder's), or by the
/// one it had on a date.
public record InstrumentArgument(Symbol symbol, Optional<LocalDate> date) {

  /// @throws NoSuchInstrument when the text is neither
  public static InstrumentArgument parse(String text) {
    int at = text.indexOf('@');
    var ticker = at < 0 ? text : text.substring(0, at);
    if (!Symbol.isValid(ticker)) {
      throw new NoSuchInstrument(
          "'" + ticker + "' is not a ticker; SYMBOL or SYMBOL@2021-06-01 is meant");
    }
    try {
      return new InstrumentArgument(
          new Symbol(ticker),
          at < 0 ? Optional.empty() : Optional.of(DateRange.date(text.substring(at + 1))));
    } catch (DateTimeException e) {
      throw new NoSuchInstrument(
          "'" + text.substring(at + 1) + "' is not a date; SYMBOL@2021-06-01 is meant");
    }
  }

  /// @throws NoSuchInstrument when nobody holds or held the ticker
  public Instrument find(Instruments instruments) {
    var found =
        date.isPresent()
            ? instruments.at(symbol, date.get())
            : Optional.ofNullable(instruments.currentOrLast(List.of(symbol)).get(symbol));
    return found.orElseThrow(() -> new NoSuchInstrument(unknown(instruments)));
  }

  private String unknown(Instruments instruments) {
    var spans = instruments.spans(List.of(symbol)).getOrDefault(symbol, List.of());
    if (date.isPresent() && !spans.isEmpty()) {
      var known =
          spans.stream()
              .map(s ->
                  s.from().map(LocalDate::toString).orElse("")
                      + ".."
                      + s.to().map(LocalDate::toString).orElse("now"))
              .toList();
      return "nobody is known to have held "
          + symbol
          + " on "
          + date.get()
          + "; holders are known for "
          + String.join(", ", known);
    }
    var near = instruments.nearest(symbol.ticker()).stream().map(Symbol::ticker).toList();
    return symbol
        + " is not known in this database"
        + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?")
        + (near.isEmpty() ? "; 'tickstock load --symbols " + symbol + "' would ask for it" : "");
  }
}
