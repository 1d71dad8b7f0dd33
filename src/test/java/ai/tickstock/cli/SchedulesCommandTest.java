package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Fenced;
import ai.tickstock.jobs.Job;
import ai.tickstock.jobs.JobCall;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.listing.Listed;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulesCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();
  private JobOutcome outcome = JobOutcome.done("all well", Map.of());
  private Runnable meanwhile = () -> {};

  @BeforeEach
  void enter() {
    program.has(
        new Job() {
          @Override
          public String name() {
            return "end-of-day";
          }

          @Override
          public JobOutcome run(JobCall call) {
            call.progress().accept("for " + call.session());
            meanwhile.run();
            return outcome;
          }
        });
    var set = program.run("schedules", "set", "eod", "close + 45m", "--job", "end-of-day");
    assertThat(set.exitCode()).as(set.err()).isZero();
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void listsTheNextFiringInNewYorkTimeAndUtc() {
    var listed = program.line("schedules list");

    assertThat(listed.exitCode()).isZero();
    assertThat(listed.out())
        .contains("Thu 2024-02-01 16:45 EST", "2024-02-01T21:45:00Z", "close + 45m", "operator");
  }

  @Test
  void runsAJobNowAndKeepsItInTheHistory() {
    var ran = program.line("schedules run-now eod");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).contains("for 2024-01-31");
    outcome = JobOutcome.part("two are missing", Map.of());
    assertThat(program.line("schedules run-now eod --session 2024-01-30").exitCode()).isEqualTo(3);
    program.setClock("2024-02-01T15:00:01Z");
    outcome = JobOutcome.failed("the vendor is away");
    assertThat(program.line("schedules run-now eod").exitCode()).isEqualTo(1);

    var history = program.line("schedules history eod --json");
    assertThat(history.out()).contains("all well", "two are missing", "the vendor is away");
    assertThat(program.line("schedules history --since 2024-02-02 --format csv").out().lines())
        .hasSize(1);
  }

  @Test
  void saysThatOthersTookOverAJobThatWasFrozen() {
    meanwhile =
        () -> {
          throw new Fenced("process 7 (here) was silent for longer than its lease");
        };

    var ran = program.line("schedules run-now eod");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .endsWith("tickstock: process 7 (here) was silent for longer than its lease\n");
  }

  @Test
  void pausesAndResumes() {
    assertThat(program.line("schedules pause eod").out()).isEqualTo("eod is paused\n");
    assertThat(program.line("schedules pause eod").out()).isEqualTo("eod was paused already\n");
    assertThat(program.line("schedules list").out()).contains("by tester on here");
    assertThat(program.line("schedules resume eod").out()).isEqualTo("eod fires again\n");
  }

  @Test
  void saysWhatCannotBe() {
    var rule = program.run("schedules", "set", "eod", "close + soon");
    assertThat(rule.exitCode()).isEqualTo(2);
    assertThat(rule.err()).contains("at \"soon\" (column 9)");
    assertThat(program.line("schedules pause nothing").err())
        .contains("there is no schedule 'nothing'; there are eod");
    assertThat(program.line("schedules run-now eod --session 2024-01-27").err())
        .contains("XNYS has no session on 2024-01-27");
    assertThat(program.line("schedules run-now eod --session 2024-02-01").err())
        .contains("closes at 2024-02-01T21:00:00Z");
    assertThat(
            program
                .run("schedules", "set", "eod", "daily 03:00", "--exchange", "London")
                .exitCode())
        .isEqualTo(2);
  }

  @Test
  void doesNotGiveAScheduleAnotherJob() {
    var asked = program.run("schedules", "set", "eod", "daily 03:00", "--job", "correlations");

    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err())
        .contains("there is a schedule 'eod' already, of the job end-of-day", "another name");
    assertThat(program.line("schedules list").out()).contains("close + 45m");
    assertThat(
            program.run("schedules", "set", "eod", "close + 50m", "--job", "end-of-day").exitCode())
        .isZero();
  }

  @Test
  void takesAwayWhatSomebodyEntered() {
    assertThat(program.line("schedules remove eod").exitCode()).isZero();
    assertThat(program.line("schedules list --format csv").out().lines()).hasSize(1);
  }

  @Test
  void servesAsAsked() {
    assertThat(program.line("serve --port 0 --no-workers").exitCode()).isZero();
    assertThat(program.served())
        .contains(new Program.ServeOptions(0, "127.0.0.1", true, false, true, false, false));
    assertThat(program.line("serve --port 70000").exitCode()).isEqualTo(2);
  }

  @Test
  void queuesALoad() {
    program.vendor.lists(Listed.as("SPY").named("SPDR S&P 500 ETF Trust").row());
    var queued = program.line("load --queue --symbols SPY --from 2024-01-02 --to 2024-01-31");

    assertThat(queued.exitCode()).as(queued.err()).isZero();
    assertThat(queued.err()).contains("run 1 waits", "tickstock runs show 1");
    assertThat(program.line("runs list").out()).contains("pending");
    assertThat(program.line("load --queue --plan --symbols SPY --days 3").exitCode()).isEqualTo(2);
  }
}
