package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.load.Finality;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class DateRangeOptionsTest {
  /// A Thursday before the open; the session of the 31st is final since 20:15 New York time.
  private static final Instant NOW = Instant.parse("2024-02-01T13:00:00Z");

  private static final Finality FINALITY =
      new Finality(TradingCalendar.nyse(), Duration.ofMinutes(15));

  private final StringWriter talk = new StringWriter();

  private Optional<DateRange> range(Instant now, String line) {
    var options = new DateRangeOptions();
    var command = new CommandLine(new Empty());
    command.addMixin("dates", options);
    Converters.register(command);
    command.parseArgs(line.isEmpty() ? new String[0] : line.split(" "));
    return options.range(FINALITY, now, new PrintWriter(talk, true));
  }

  @Command
  private static final class Empty {}

  @ParameterizedTest
  @CsvSource({
    "--days 1, 2024-01-31, 2024-01-31",
    "--days 5, 2024-01-25, 2024-01-31",
    "--months 1, 2024-01-01, 2024-01-31",
    "--months 3, 2023-11-01, 2024-01-31",
    "--years 0.5, 2023-08-01, 2024-01-31",
    "--years 1, 2023-02-01, 2024-01-31",
    "--years 5, 2019-02-01, 2024-01-31",
    "--from 2024-01-02 --to 2024-01-03, 2024-01-02, 2024-01-03",
    "--from 2024-01-02, 2024-01-02, 2024-01-31",
    "--from 2024-02-01 --to 2024-02-01, 2024-02-01, 2024-02-01",
  })
  void endsAtTheLastFinalSessionUnlessToldOtherwise(String line, String first, String last) {
    assertThat(range(NOW, line).map(DateRange::toString))
        .contains(first.equals(last) ? first : first + ".." + last);
    assertThat(talk.toString()).isEmpty();
  }

  @Test
  void isEmptyWithoutOptions() {
    assertThat(range(NOW, "")).isEmpty();
  }

  @Test
  void aSessionThatIsNotFinalYetDoesNotCount() {
    var eveningOfThe31st = Instant.parse("2024-02-01T01:00:00Z");
    assertThat(range(eveningOfThe31st, "--days 1").map(DateRange::toString)).contains("2024-01-30");
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 2024-01-01, 1 calendar month",
    "0.01, 2024-01-01, 1 calendar month",
    "0.3, 2023-10-01, 4 calendar months"
  })
  void partsOfAYearBecomeWholeMonthsAndItSaysSo(String years, String first, String words) {
    assertThat(range(NOW, "--years " + years).map(DateRange::first).map(Object::toString))
        .contains(first);
    assertThat(talk.toString()).isEqualTo("--years " + years + " is taken as " + words + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --days 0|--days 0 is not a positive number
          --days -3|--days -3 is not a positive number
          --days 99999|--days 99999 reaches before the exchange calendar's first year: at most 8586
          --months -1|--months -1 is not a positive number
          --months 2000000000|2000000000 months reach before the exchange calendar's first year
          --months 600|1974-02-01..2024-01-31 is not inside the exchange calendar's years, 1990-01-01..2028-12-31
          --years -1|--years -1 is not a positive number
          --years 0|--years 0 is not a positive number
          --years 1000000|--years 1000000 reaches before the exchange calendar's first year
          --from 2024-01-03 --to 2024-01-02|--from 2024-01-03 is after --to 2024-01-02
          --from 2024-02-01|--from 2024-02-01 is after the last final session, 2024-01-31: give --to as well
          --from 2024-01-02 --to 2024-02-02|2024-02-02 is in the future: today is 2024-02-01
          --from 2030-01-01|2030-01-01 is in the future: today is 2024-02-01
          --from 1989-12-31|1989-12-31 is before the exchange calendar's first year, which begins 1990-01-01
          --to 2024-01-02|--to 2024-01-02 needs --from
          --days 5 --months 1|--days and --months say the dates 2 ways: give one of them
          --from 2024-01-02 --years 1|--from and --years say the dates 2 ways: give one of them
          """)
  void refusesWhatIsNoRange(String line, String message) {
    assertThatThrownBy(() -> range(NOW, line)).isInstanceOf(Misuse.class).hasMessage(message);
  }
}
