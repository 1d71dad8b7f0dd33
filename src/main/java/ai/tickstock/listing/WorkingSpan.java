package ai.tickstock.listing;

import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Optional;

/// A ticker's span while a list is taken over.
final class WorkingSpan {
  final WorkingInstrument instrument;
  final Symbol symbol;

  /// As it is stored; empty when it is not yet.
  final Optional<SymbolSpan> stored;

  Optional<LocalDate> from;
  Optional<LocalDate> to;
  String reason;

  private WorkingSpan(
      WorkingInstrument instrument,
      Symbol symbol,
      Optional<SymbolSpan> stored,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      String reason) {
    this.instrument = instrument;
    this.symbol = symbol;
    this.stored = stored;
    this.from = from;
    this.to = to;
    this.reason = reason;
  }

  static WorkingSpan stored(WorkingInstrument instrument, SymbolSpan span) {
    return new WorkingSpan(
        instrument, span.symbol(), Optional.of(span), span.from(), span.to(), span.reason());
  }

  static WorkingSpan fresh(
      WorkingInstrument instrument,
      Symbol symbol,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      String reason) {
    return new WorkingSpan(instrument, symbol, Optional.empty(), from, to, reason);
  }

  boolean beginsAfter(LocalDate date) {
    return from.isPresent() && from.get().isAfter(date);
  }

  /// Ends it on that date, or on its first one when that is later.
  void end(LocalDate on, String why) {
    to = Optional.of(beginsAfter(on) ? from.get() : on);
    reason = why;
    instrument.touch();
  }

  SymbolSpan toSpan() {
    return new SymbolSpan(instrument.id(), symbol, from, to, reason);
  }
}
