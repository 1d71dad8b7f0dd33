package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What of the answer key is asked for.
///
/// @param ticker events of all that ever used it, defects of bars printed under it; empty for all
/// @param from first date
/// @param to last date
/// @param kinds empty for all but the ones that have to be asked for
record TruthQuery(
    Optional<String> ticker, Optional<LocalDate> from, Optional<LocalDate> to, Set<String> kinds) {
  static final TruthQuery ALL =
      new TruthQuery(Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

  /// Days on which a thin name did not trade.
  static final String NO_TRADE = "no-trade";

  /// Minutes that a `dropped-bar` rule leaves out.
  static final String DROPPED_MINUTE = "dropped-minute";

  private static final Set<String> PARAMETERS = Set.of("ticker", "from", "to", "kind");

  /// These are worked out a ticker and range at a time.
  private static final Set<String> BOUNDED = Set.of(NO_TRADE, DROPPED_MINUTE);

  /// @throws IllegalArgumentException if a parameter is unknown or cannot be read
  static TruthQuery of(Map<String, String> parameters) {
    for (var name : parameters.keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw new IllegalArgumentException(
            "unknown parameter '" + name + "': use ticker, from, to, kind");
      }
    }
    var kinds = new TreeSet<String>();
    Optional.ofNullable(parameters.get("kind")).ifPresent(k -> kinds.addAll(List.of(k.split(","))));
    var known = known();
    for (var kind : kinds) {
      if (!known.contains(kind)) {
        throw new IllegalArgumentException(
            "unknown kind '" + kind + "': use some of " + String.join(", ", known));
      }
    }
    var query =
        new TruthQuery(
            Optional.ofNullable(parameters.get("ticker")),
            date(parameters, "from"),
            date(parameters, "to"),
            Set.copyOf(kinds));
    if (query.from.isPresent()
        && query.to.isPresent()
        && query.to.get().isBefore(query.from.get())) {
      throw new IllegalArgumentException("'to' is before 'from'");
    }
    for (var kind : BOUNDED) {
      if (kinds.contains(kind) && !(query.ticker.isPresent() && query.isBounded())) {
        throw new IllegalArgumentException("'" + kind + "' needs a ticker, from and to");
      }
    }
    return query;
  }

  private static Set<String> known() {
    var known = new TreeSet<>(TruthEvents.KINDS);
    known.addAll(BOUNDED);
    for (var kind : FaultKind.values()) {
      if (kind.isOfBars()) {
        known.add(kind.word());
      }
    }
    return known;
  }

  private static Optional<LocalDate> date(Map<String, String> parameters, String name) {
    var text = Optional.ofNullable(parameters.get(name));
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + name + "' is a date such as 2026-03-09, not '" + text.orElse("") + "'", e);
    }
  }

  boolean isBounded() {
    return from.isPresent() && to.isPresent();
  }

  boolean wants(String kind) {
    return kinds.isEmpty() ? !BOUNDED.contains(kind) : kinds.contains(kind);
  }

  boolean covers(LocalDate date) {
    return (from.isEmpty() || !date.isBefore(from.get()))
        && (to.isEmpty() || !date.isAfter(to.get()));
  }

  /// What of a range is asked for.
  Optional<DateRange> within(DateRange range) {
    return range.overlap(new DateRange(from.orElse(LocalDate.MIN), to.orElse(LocalDate.MAX)));
  }
}
