package ai.tickstock.provider;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How far back a vendor's plan serves bars of one interval, as it was found out. Plans count their
/// window from the present day, so the edge moves on day by day.
///
/// @param firstServed the earliest date that is known to be served
/// @param lastRefused the latest date that is known to be refused, before `firstServed`; empty when
///   no refusal was met back to `firstServed`
/// @param years the depth in whole years where the edge lies exactly so many years before the day
///   on which it was learned
/// @param learnedAt when the vendor was asked
public record HistoryEdge(
    BarInterval interval,
    LocalDate firstServed,
    Optional<LocalDate> lastRefused,
    Optional<Integer> years,
    Instant learnedAt) {
  private static final int DEEPEST_YEARS = 60;

  public HistoryEdge {
    if (lastRefused.isPresent() && !lastRefused.get().isBefore(firstServed)) {
      throw new IllegalArgumentException(
          "refused on " + lastRefused.get() + ", but served from " + firstServed + " on");
    }
  }

  /// No refusal was met back to a date.
  public static HistoryEdge servedFrom(BarInterval interval, LocalDate date, Instant learnedAt) {
    return new HistoryEdge(interval, date, Optional.empty(), Optional.empty(), learnedAt);
  }

  /// An edge between two dates; the depth is worked out where they are neighbours.
  public static HistoryEdge between(
      BarInterval interval, LocalDate refused, LocalDate served, Instant learnedAt) {
    var years =
        refused.plusDays(1).equals(served)
            ? yearsBefore(Bar.dateOf(learnedAt), served)
            : Optional.<Integer>empty();
    return new HistoryEdge(interval, served, Optional.of(refused), years, learnedAt);
  }

  /// How many whole years lie between a date and a day, if it is so to the day.
  static Optional<Integer> yearsBefore(LocalDate today, LocalDate date) {
    for (int years = 1; years <= DEEPEST_YEARS; years++) {
      if (today.minusYears(years).equals(date)) {
        return Optional.of(years);
      }
    }
    return Optional.empty();
  }

  /// Dates before this one are refused, as far as is known.
  ///
  /// @return empty when no refusal is known
  public Optional<LocalDate> refusedBefore(Instant now) {
    return lastRefused.map(refused ->
        years.map(depth -> Bar.dateOf(now).minusYears(depth)).orElse(refused.plusDays(1)));
  }

  /// From this date on bars are served, as far as is known.
  public LocalDate servedFrom(Instant now) {
    return years
        .map(depth -> Bar.dateOf(now).minusYears(depth))
        .orElseGet(() -> firstServed.plusDays(Math.max(0, daysSince(now))));
  }

  private long daysSince(Instant now) {
    return ChronoUnit.DAYS.between(Bar.dateOf(learnedAt), Bar.dateOf(now));
  }

  /// The depth in words that stay the same while the window moves on, e.g. `the last 2 years`.
  public String depth() {
    if (lastRefused.isEmpty()) {
      return "no limit met";
    }
    long days = ChronoUnit.DAYS.between(firstServed, Bar.dateOf(learnedAt));
    boolean exact = lastRefused.get().plusDays(1).equals(firstServed);
    return years
        .map(depth -> "the last " + (depth == 1 ? "year" : depth + " years"))
        .orElse((exact ? "the last " : "at least the last ") + days + " days");
  }

  /// Why dates before the edge are not asked for, or that none was refused.
  public String evidence(Instant now) {
    if (lastRefused.isEmpty()) {
      return "%s bars of %s were served and none before refused, learned %s"
          .formatted(interval.word(), firstServed, learnedAt.truncatedTo(ChronoUnit.SECONDS));
    }
    return "the plan serves %s bars from %s on (%s), learned %s"
        .formatted(
            interval.word(),
            refusedBefore(now).orElseGet(() -> servedFrom(now)),
            depth(),
            learnedAt.truncatedTo(ChronoUnit.SECONDS));
  }
}
