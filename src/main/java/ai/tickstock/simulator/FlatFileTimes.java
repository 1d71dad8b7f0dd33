package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/// When flat files come out and change.
///
/// @param seed decides which files come again by themselves
record FlatFileTimes(TradingCalendar calendar, long seed) {
  private static final LocalTime PUBLISHED = LocalTime.of(11, 0);
  private static final double SORTED_LATER = 1 / 40.0;
  private static final int LEAST_MINUTES_LATER = 120;
  private static final int MORE_MINUTES_LATER = 5 * 24 * 60;

  /// When the file of a session comes out.
  static Instant published(LocalDate session) {
    return session.plusDays(1).atTime(PUBLISHED).atZone(Bar.NEW_YORK).toInstant();
  }

  /// When a file whose tickers stood in descending order comes again with the same rows in
  /// ascending order; empty for most.
  Optional<Instant> sorted(FlatFileName name) {
    if (Dice.roll(seed, name.key(), 1) >= SORTED_LATER) {
      return Optional.empty();
    }
    int minutes = LEAST_MINUTES_LATER + (int) (Dice.roll(seed, name.key(), 2) * MORE_MINUTES_LATER);
    return Optional.of(published(name.session()).plus(Duration.ofMinutes(minutes)));
  }

  /// When a rule corrects, replaces or brings a file. Never before it is published.
  Instant of(FaultRule rule, FlatFileName name) {
    var time = rule.after().of(name.session(), calendar);
    var published = published(name.session());
    return time.isBefore(published) ? published : time;
  }

  /// When a file comes out that these rules strike.
  Instant out(FlatFileName name, List<FaultRule> rules) {
    return rules.stream()
        .filter(rule -> rule.kind() == FaultKind.MISSING_FILE)
        .map(rule -> of(rule, name))
        .reduce(published(name.session()), (a, b) -> a.isAfter(b) ? a : b);
  }
}
