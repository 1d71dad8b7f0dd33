package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndOfDayCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void saysOfADayWithoutAnEndOfDayWhetherItCouldHaveOne() {
    var session = program.line("eod status --session 2024-01-30");
    assertThat(session.exitCode()).isEqualTo(3);
    assertThat(session.out()).isEmpty();
    assertThat(session.err()).isEqualTo("no end of day of 2024-01-30 was begun\n");

    assertThat(program.line("eod status --session 2024-01-15").err())
        .isEqualTo(
            "2024-01-15 is no session of XNYS (Martin Luther King, Jr. Day): it has no end of day\n");
    assertThat(program.line("eod status --session 2024-01-27").err())
        .contains("no session of XNYS (a weekend)");
    assertThat(program.line("eod status --session 1900-01-01").err())
        .contains("no end of day of 1900-01-01 was begun");
  }

  @Test
  void saysThatNoneWasBegunYet() {
    var listed = program.line("eod status --json");

    assertThat(listed.exitCode()).isZero();
    assertThat(listed.out().replaceAll("\\s", "")).isEqualTo("[]");
    assertThat(listed.err()).contains("no end of day was begun yet");
    assertThat(program.line("eod status --days 0").exitCode()).isEqualTo(2);
    assertThat(program.line("eod status --exchange XXXX").err()).contains("no calendar of 'XXXX'");
  }
}
