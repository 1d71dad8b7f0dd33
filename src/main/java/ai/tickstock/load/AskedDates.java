package ai.tickstock.load;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Which dates somebody means, in the words of the commands' options: `--from D --to D`, or so many
/// `--days`, `--months` or `--years` up to the last final session.
///
/// @param years 0.5 is 6 calendar months
public record AskedDates(
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Optional<Integer> days,
    Optional<Integer> months,
    Optional<BigDecimal> years) {
  private static final BigDecimal MONTHS_A_YEAR = BigDecimal.valueOf(12);
  private static final int MOST_MONTHS = 12 * 100;

  /// The dates asked for; empty when no option was given.
  ///
  /// @param talk is told when something else was taken than was written
  /// @throws DatesRefused when the options mean no range
  public Optional<DateRange> range(Finality finality, Instant now, Consumer<String> talk) {
    return range(finality, now, talk, false);
  }

  /// As `range`; from files also for dates before the calendar's first year.
  public Optional<DateRange> rangeOfFiles(Finality finality, Instant now, Consumer<String> talk) {
    return range(finality, now, talk, true);
  }

  private Optional<DateRange> range(
      Finality finality, Instant now, Consumer<String> talk, boolean beforeCalendar) {
    requireSensible(now);
    if (ways().isEmpty()) {
      return Optional.empty();
    }
    var calendar = finality.calendar();
    var last = finality.lastFinal(now);
    var range =
        from.isPresent() || to.isPresent()
            ? dates(calendar, last, beforeCalendar)
            : days.isPresent()
                ? sessions(calendar, days.get(), last)
                : lastMonths(months.orElseGet(() -> monthsOf(years.orElseThrow(), talk)), last);
    if (!beforeCalendar && range.first().isBefore(calendar.known().first())
        || range.last().isAfter(calendar.known().last())) {
      throw new DatesRefused(
          range + " is not inside the exchange calendar's years, " + calendar.known());
    }
    return Optional.of(range);
  }

  /// Refuses what no calendar is needed to see, so that no database is opened for it.
  public void requireSensible(Instant now) {
    var ways = ways();
    if (ways.size() > 1) {
      throw new DatesRefused(
          String.join(" and ", ways) + " say the dates " + ways.size() + " ways: give one of them");
    }
    if (from.isEmpty() && to.isPresent()) {
      throw new DatesRefused("--to " + to.get() + " needs --from");
    }
    var today = Bar.dateOf(now);
    for (var date : Stream.of(from, to).flatMap(Optional::stream).toList()) {
      if (date.isAfter(today)) {
        throw new DatesRefused(date + " is in the future: today is " + today);
      }
    }
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw new DatesRefused("--from " + from.get() + " is after --to " + to.get());
    }
  }

  private List<String> ways() {
    var ways = new ArrayList<String>();
    if (from.isPresent() || to.isPresent()) {
      ways.add(from.isEmpty() ? "--to" : to.isEmpty() ? "--from" : "--from/--to");
    }
    days.ifPresent(n -> ways.add("--days"));
    months.ifPresent(n -> ways.add("--months"));
    years.ifPresent(n -> ways.add("--years"));
    return ways;
  }

  private DateRange dates(TradingCalendar calendar, LocalDate lastFinal, boolean beforeCalendar) {
    var first = from.orElseThrow();
    var last = to.orElse(lastFinal);
    if (first.isAfter(last)) {
      throw new DatesRefused(
          "--from " + first + " is after the last final session, " + last + ": give --to as well");
    }
    if (!beforeCalendar && first.isBefore(calendar.known().first())) {
      throw new DatesRefused(
          first
              + " is before the exchange calendar's first year, which begins "
              + calendar.known().first());
    }
    return new DateRange(first, last);
  }

  private static DateRange sessions(TradingCalendar calendar, int count, LocalDate last) {
    requirePositive("--days", count);
    var known = new DateRange(calendar.known().first(), last);
    int most = calendar.countSessions(known);
    if (count > most) {
      throw new DatesRefused(
          "--days "
              + count
              + " reaches before the exchange calendar's first year: at most "
              + most);
    }
    var sessions = calendar.sessions(known);
    return new DateRange(sessions.get(sessions.size() - count).date(), last);
  }

  private static DateRange lastMonths(int count, LocalDate last) {
    requirePositive("--months", count);
    if (count > MOST_MONTHS) {
      throw new DatesRefused(count + " months reach before the exchange calendar's first year");
    }
    return new DateRange(last.minusMonths(count).plusDays(1), last);
  }

  private static int monthsOf(BigDecimal years, Consumer<String> talk) {
    if (years.signum() <= 0) {
      throw new DatesRefused("--years " + years.toPlainString() + " is not a positive number");
    }
    var exact = years.multiply(MONTHS_A_YEAR);
    if (exact.compareTo(BigDecimal.valueOf(MOST_MONTHS)) > 0) {
      throw new DatesRefused(
          "--years "
              + years.toPlainString()
              + " reaches before the exchange calendar's first year");
    }
    int months = Math.max(1, exact.setScale(0, RoundingMode.HALF_UP).intValueExact());
    if (exact.compareTo(BigDecimal.valueOf(months)) != 0) {
      talk.accept(
          "--years "
              + years.toPlainString()
              + " is taken as "
              + months
              + (months == 1 ? " calendar month" : " calendar months"));
    }
    return months;
  }

  private static void requirePositive(String option, int count) {
    if (count <= 0) {
      throw new DatesRefused(option + " " + count + " is not a positive number");
    }
  }
}
