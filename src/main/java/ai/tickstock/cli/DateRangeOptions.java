package ai.tickstock.cli;

import ai.tickstock.load.AskedDates;
import ai.tickstock.load.DatesRefused;
import ai.tickstock.load.Finality;
import ai.tickstock.market.DateRange;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// Which dates a command is about: `--from D --to D`, or so many `--days`, `--months` or `--years`
/// up to the last final session.
final class DateRangeOptions {
  @Option(names = "--from", paramLabel = "DATE", description = "First date, e.g. 2024-01-02.")
  private Optional<LocalDate> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "Last date, included; the last final session if left out.")
  private Optional<LocalDate> to = Optional.empty();

  @Option(names = "--days", paramLabel = "N", description = "The last N sessions instead of dates.")
  private Optional<Integer> days = Optional.empty();

  @Option(
      names = "--months",
      paramLabel = "N",
      description = "The last N calendar months instead of dates.")
  private Optional<Integer> months = Optional.empty();

  @Option(
      names = "--years",
      paramLabel = "X",
      description = "The last X years; 0.5 is 6 calendar months.")
  private Optional<BigDecimal> years = Optional.empty();

  /// The dates asked for; empty when no option was given.
  ///
  /// @param talk is told when something else was taken than was written
  /// @throws Misuse when the options mean no range
  Optional<DateRange> range(Finality finality, Instant now, PrintWriter talk) {
    return sensible(() -> asked().range(finality, now, talk::println));
  }

  /// As `range`; from files also for dates before the calendar's first year.
  Optional<DateRange> rangeOfFiles(Finality finality, Instant now, PrintWriter talk) {
    return sensible(() -> asked().rangeOfFiles(finality, now, talk::println));
  }

  /// Refuses what no calendar is needed to see, so that no database is opened for it.
  void requireSensible(Instant now) {
    var _ =
        sensible(() -> {
          asked().requireSensible(now);
          return Optional.<DateRange>empty();
        });
  }

  boolean areGiven() {
    return from.isPresent()
        || to.isPresent()
        || days.isPresent()
        || months.isPresent()
        || years.isPresent();
  }

  private AskedDates asked() {
    return new AskedDates(from, to, days, months, years);
  }

  private static Optional<DateRange> sensible(Supplier<Optional<DateRange>> range) {
    try {
      return range.get();
    } catch (DatesRefused refused) {
      throw new Misuse(String.valueOf(refused.getMessage()));
    }
  }
}
