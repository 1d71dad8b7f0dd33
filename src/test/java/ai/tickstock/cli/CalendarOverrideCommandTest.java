package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.listing.Listed;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarOverrideCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  private TestProgram.Ended override(String words, String reason) {
    var arguments = ("calendar override " + words).split(" ");
    var all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--reason";
    all[arguments.length + 1] = reason;
    return program.run(all);
  }

  @Test
  void aClosureHoldsForAllQuestionsAtOnceAndCanBeUndone() {
    var closed = override("close XNAS 2024-02-02", "day of mourning");
    assertThat(closed.out())
        .isEqualTo("XNYS 2024-02-02: closed (day of mourning); until now open 09:30-16:00\n");
    assertThat(closed.exitCode()).isZero();
    assertThat(sessions("2024-02-01", "2024-02-05")).doesNotContain("2024-02-02");
    assertThat(program.line("calendar year XNYS 2024").out()).contains("day of mourning");
    program.setClock("2024-02-02T16:00:00Z");
    assertThat(program.line("calendar is-open XNYS").exitCode()).isEqualTo(1);

    var listed = program.line("calendar override list --format csv");
    assertThat(listed.out().lines().toList().getLast())
        .startsWith("XNYS,2024-02-02,closed,,,day of mourning,operator,tester on here,");

    var undone = override("undo XNYS 2024-02-02", "it was another day");
    assertThat(undone.out())
        .isEqualTo("XNYS 2024-02-02: open 09:30-16:00; until now closed (day of mourning)\n");
    assertThat(program.line("calendar is-open XNYS").exitCode()).isZero();
    assertThat(program.line("calendar override list --format csv").out().lines()).hasSize(1);
    assertThat(program.line("calendar override list --all --format csv").out())
        .contains("it was another day");
  }

  @Test
  void runsOverTheDayAreSummedUpAnewAndItsCellsAreNotMissingAnyMore() throws InterruptedException {
    program.vendor.lists(Listed.as("AAPL").named("Apple Inc.").row());
    program.vendor.omits("AAPL", "2024-01-24");
    program.load("2024-01-22", "2024-01-31", "AAPL");
    program.load("2024-01-29", "2024-01-31", "AAPL");
    assertThat(program.line("coverage --symbols AAPL").exitCode()).isEqualTo(3);
    var took = program.line("runs list --format csv").out();

    var closed = override("close XNYS 2024-01-24", "unannounced closure");

    assertThat(closed.out())
        .isEqualTo("XNYS 2024-01-24: closed (unannounced closure); until now open 09:30-16:00\n");
    assertThat(closed.err()).isEqualTo("run 1 is complete now, was partial\n");
    assertThat(program.line("coverage --symbols AAPL").exitCode()).isZero();
    assertThat(program.line("runs list --format csv").out())
        .isEqualTo(took.replace("partial", "complete"));
    var again = program.line("load --symbols AAPL --from 2024-01-22 --to 2024-01-31 --plan");
    assertThat(again.out()).containsPattern("sessions owed +0");

    assertThat(override("undo XNYS 2024-01-24", "they traded").err())
        .contains("run 1 is partial now, was complete");
    assertThat(override("close XLON 2024-01-24", "fog").err()).isEmpty();
  }

  @Test
  void aSessionThatIsAddedIsOwed() throws InterruptedException {
    program.vendor.lists(Listed.as("AAPL").named("Apple Inc.").row());
    program.load("2024-01-12", "2024-01-16", "AAPL");

    var opened = override("open XNYS 2024-01-15 --from 11:00 --to 14:00", "they trade");
    assertThat(opened.out())
        .isEqualTo(
            "XNYS 2024-01-15: open 11:00-14:00 (they trade); until now closed (Martin Luther King,"
                + " Jr. Day)\n");
    assertThat(opened.err()).isEqualTo("run 1 is partial now, was complete\n");
    assertThat(sessions("2024-01-15", "2024-01-15"))
        .contains("2024-01-15,2024-01-15T16:00:00Z,2024-01-15T19:00:00Z");
  }

  @Test
  void anEarlyCloseHasItsTime() {
    assertThat(override("early-close XNYS 2024-02-02 13:00", "storm").out())
        .isEqualTo("XNYS 2024-02-02: open 09:30-13:00 (storm); until now open 09:30-16:00\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          close XNYX 2024-02-02              | there is no calendar for 'XNYX'; did you mean XNYS
          close XNYS 2024-02-30              | '2024-02-30' is not a date such as 2024-01-31
          close XNYS 2031-02-03              | the calendar of XNYS knows 1990-01-01..2028-12-31 and not 2031-02-03
          close XNYS 2024-01-15              | XNYS is closed on 2024-01-15 anyway (Martin Luther King, Jr. Day)
          early-close XNYS 2024-02-02 17:00  | 17:00 is no early close of XNYS: it regularly closes at 16:00
          early-close XNYS 2024-02-02 1pm    | '1pm' is not a time such as 13:00
          early-close XNYS 2024-02-02        | Missing required parameter: 'TIME'
          undo XNYS 2024-02-02               | nothing was decided about XNYS on 2024-02-02: there is nothing to undo
          """)
  void whatCannotBeIsRefusedWithTheReason(String words, String message) {
    var refused = override(words, "because");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
    assertThat(program.line("calendar override list --all --format csv").out().lines()).hasSize(1);
  }

  @Test
  void aReasonIsNeeded() {
    assertThat(override("close XNYS 2024-02-02", " ").err()).contains("--reason is empty");
    assertThat(program.line("calendar override close XNYS 2024-02-02").exitCode()).isEqualTo(2);
  }

  @Test
  void withoutTheDatabaseNothingIsClaimedToBeOpen() {
    override("close XNYS 2024-02-02", "day of mourning");
    program.breaksWith(
        new DatabaseUnavailable(
            DatabaseUnavailable.Kind.UNREACHABLE,
            "the database does not answer",
            new SQLException("x")));
    var open = program.line("calendar is-open XNYS");
    assertThat(open.exitCode()).isEqualTo(4);
    assertThat(open.out()).isEmpty();
    assertThat(open.err()).contains("cannot tell whether XNYS is open");

    var shown =
        program.line("calendar sessions XNYS --from 2024-02-01 --to 2024-02-01 --format csv");
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out()).contains("2024-02-01,2024-02-01T14:30:00Z,2024-02-01T21:00:00Z");
    assertThat(shown.err()).contains("overrides are not in this, they could not be read");
  }

  private String sessions(String from, String to) {
    return program
        .line("calendar sessions XNYS --from " + from + " --to " + to + " --format csv")
        .out();
  }
}
