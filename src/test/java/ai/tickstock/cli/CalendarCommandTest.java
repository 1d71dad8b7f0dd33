package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void printsSessionsAsInstantsWithTheHalfDayAfterThanksgiving() {
    var ended =
        program.line("calendar sessions XNYS --from 2024-11-27 --to 2024-11-30 --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            date,open_utc,close_utc
            2024-11-27,2024-11-27T14:30:00Z,2024-11-27T21:00:00Z
            2024-11-29,2024-11-29T14:30:00Z,2024-11-29T18:00:00Z
            """);
    assertThat(ended.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"XNAS", "ARCX", "XASE", "BATS", "xnys"})
  void theOtherExchangesFollowNewYork(String mic) {
    var ended =
        program.run(
            "calendar",
            "sessions",
            mic,
            "--from",
            "2024-07-03",
            "--to",
            "2024-07-04",
            "--format",
            "csv");
    assertThat(ended.out())
        .isEqualTo(
            """
            date,open_utc,close_utc
            2024-07-03,2024-07-03T13:30:00Z,2024-07-03T17:00:00Z
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-31T14:29:59Z, closed, 1",
    "2024-01-31T14:30:00Z, open, 0",
    "2024-01-31T20:59:59Z, open, 0",
    "2024-01-31T21:00:00Z, closed, 1",
    "2024-02-03T17:00:00Z, closed, 1"
  })
  void isOpenFromTheOpeningToBeforeTheClose(String now, String word, int exitCode) {
    program.setClock(now);
    var ended = program.line("calendar is-open XNYS");
    assertThat(ended.out()).isEqualTo(word + "\n");
    assertThat(ended.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void looksBackSoLong() {
    program.setClock("2024-01-31T22:00:00Z");
    assertThat(program.line("calendar is-open XNYS").exitCode()).isEqualTo(1);
    assertThat(program.line("calendar is-open XNYS --ago 6h").exitCode()).isZero();
  }

  @Test
  void cannotTellBeyondItsYears() {
    program.setClock("2030-01-02T16:00:00Z");
    var ended = program.line("calendar is-open XNYS");
    assertThat(ended.exitCode()).isEqualTo(4);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "tickstock: cannot tell about 2030-01-02: the calendar knows 1990-01-01..2028-12-31\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          calendar is-open XNSY|there is no calendar for 'XNSY'; did you mean XNYS? (known are XNYS, XNAS, ARCX, XASE, BATS)
          calendar sessions XNYS --from 2024-01-03 --to 2024-01-02|--from 2024-01-03 is after --to 2024-01-02
          calendar sessions XNYS --from 2028-12-01 --to 2029-01-02|2028-12-01..2029-01-02 is not inside the years that the calendar knows, 1990-01-01..2028-12-31
          calendar sessions XNYS --from 2024-01-03|Missing required option: '--to=DATE' (see 'tickstock calendar sessions --help')
          """)
  void refusesWhatItDoesNotKnow(String line, String message) {
    var ended = program.line(line);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).isEqualTo("tickstock: " + message + "\n");
    assertThat(ended.out()).isEmpty();
  }
}
