package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// For which dates an instrument trades under a ticker.
///
/// @param from first date, included; empty: as far back as known
/// @param to last date, included; empty: still
/// @param reason why the span begins or ends where it does, in words
public record SymbolSpan(
    InstrumentId instrument,
    Symbol symbol,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    String reason) {

  /// The one that began last, and of equals the one that still lasts.
  private static final Comparator<SymbolSpan> LATER =
      Comparator.comparing((SymbolSpan s) -> s.from.orElse(LocalDate.MIN))
          .thenComparing(s -> s.to.orElse(LocalDate.MAX));

  public boolean contains(LocalDate date) {
    return (from.isEmpty() || !date.isBefore(from.get()))
        && (to.isEmpty() || !date.isAfter(to.get()));
  }

  public boolean isCurrent() {
    return to.isEmpty();
  }

  /// The holder on that date among spans of one ticker. Where two spans share a date the one that
  /// began later holds it.
  public static Optional<SymbolSpan> holder(List<SymbolSpan> ofOneTicker, LocalDate date) {
    if (ofOneTicker.size() == 1) { // nearly always
      var only = ofOneTicker.getFirst();
      return only.contains(date) ? Optional.of(only) : Optional.empty();
    }
    return ofOneTicker.stream().filter(s -> s.contains(date)).max(LATER);
  }

  /// The span that ended last or lasts still.
  static Optional<SymbolSpan> last(List<SymbolSpan> ofOneTicker) {
    return ofOneTicker.stream().max(Comparator.comparing(s -> s.to.orElse(LocalDate.MAX)));
  }

  @Override
  public String toString() {
    return symbol
        + " "
        + instrument
        + " "
        + from.map(LocalDate::toString).orElse("")
        + ".."
        + to.map(LocalDate::toString).orElse("");
  }
}
