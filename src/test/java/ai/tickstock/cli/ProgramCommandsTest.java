package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.BarInterval;
import ai.tickstock.provider.HistoryEdge;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.VendorEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands that only ask the program: settings, server, doctor, simulator.
class ProgramCommandsTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void configShowListsSettingsWithTheirSource() {
    var ended = program.line("config show --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            setting,value,source
            profile,dev,default
            vendor.key,***,MASSIVE_API_KEY
            """);
  }

  @Test
  void doctorSaysThatAllIsWell() {
    var ended = program.line("doctor");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            check  value  verdict  advice
            fsync  on     OK
            """);
    assertThat(ended.err()).isEqualTo("all is well\n");
  }

  @Test
  void doctorFailsWhenSomethingFailsAndNotForAWarning() {
    var warning = new Program.Finding("free disk", "1.0 GiB", "WARN", "make room");
    program.finds(warning);
    assertThat(program.line("doctor").exitCode()).isZero();
    program.finds(warning, new Program.Finding("vendor", "refused", "FAIL", "set a key"));
    var ended = program.line("doctor --json");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).contains("\"verdict\" : \"FAIL\"");
    assertThat(ended.err()).isEqualTo("1 failure, 1 warning\n");
  }

  @Test
  void doctorPrintsThePlanAndWhatHasChanged() {
    var change = new PlanFacts.Change("delay", "15 min", "none");
    var before = Instant.parse("2024-01-02T15:00:00Z");
    var facts =
        new PlanFacts(
            Optional.of(TestProgram.NOW),
            List.of(
                new PlanFacts.EndpointFact(
                    VendorEndpoint.ETF_PROFILES, PlanFacts.Verdict.REFUSED, "HTTP 403, no")),
            Optional.of(Duration.ZERO),
            "the snapshot says REAL-TIME",
            List.of(
                HistoryEdge.between(
                    BarInterval.DAY,
                    LocalDate.parse("2022-01-31"),
                    LocalDate.parse("2022-02-01"),
                    TestProgram.NOW)),
            Optional.of(true),
            false,
            18);
    program.plans(
        new Program.PlanReport.Found(
            "test",
            facts,
            Optional.of(before),
            List.of(change),
            List.of(new VendorPlans.Noticed(TestProgram.NOW, change))));

    var ended = program.line("doctor --vendor");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .containsPattern("ETF Global profiles +refused +HTTP 403, no")
        .containsPattern("first served date of day bars +2022-02-01 +the last 2 years, refused on")
        .containsPattern("first served date of minute bars +unknown")
        .containsPattern("delay +none +the snapshot says REAL-TIME")
        .containsPattern("fair market value +included")
        .containsPattern("changed: delay +none +was 15 min, noticed 2024-02-01T15:00:00Z");
    assertThat(ended.err())
        .contains("has changed since 2024-01-02T15:00:00Z:\n  delay: none, was 15 min");
  }

  @Test
  void doctorSaysWhyThePlanCouldNotBeProbed() {
    var ended = program.line("doctor --vendor");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("the plan of test could not be probed: nobody asked for it");
  }

  @ParameterizedTest
  @CsvSource({
    "db start, running on port 5433",
    "db stop, stopped",
    "db migrate, the schema is up to date",
    "db script, -- nothing is pending",
    "db script --adopt, -- the old tables become ours",
    "db script --adopt --rollback, -- the old tables go back"
  })
  void databaseCommandsPrintWhatTheProgramTells(String line, String told) {
    var ended = program.line(line);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo(told + "\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void rollbackWithoutAdoptIsMisuse() {
    var ended = program.line("db script --rollback");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("--adopt --rollback");
  }

  @Test
  void databaseStatusPrintsFacts() {
    assertThat(program.line("db status --format csv").out())
        .isEqualTo("fact,value\nstate,running\n");
  }

  @Test
  void simulateHandsItsOptionsOn(@TempDir Path folder) {
    var ended =
        program.run(
            "simulate",
            "--port",
            "0",
            "--data",
            folder.toString(),
            "--latency",
            "50ms",
            "--plan-profile",
            "Basic",
            "--calls-per-minute",
            "5",
            "--limiter",
            "fixed-minute",
            "--at",
            "2026-03-09T21:00:00Z",
            "--truth",
            "truth.json",
            "--remember");
    assertThat(ended.exitCode()).isZero();
    assertThat(program.simulated())
        .contains(
            new Program.SimulateOptions(
                0,
                Optional.of(folder),
                Optional.empty(),
                Optional.empty(),
                "basic",
                Duration.ofMillis(50),
                Optional.empty(),
                Optional.empty(),
                Optional.of(5),
                "fixed-minute",
                Optional.of(Instant.parse("2026-03-09T21:00:00Z")),
                Optional.of(Path.of("truth.json")),
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          simulate --port 70000|--port 70000 is not a port: 0 to 65535 are
          simulate --plan-profile basik|there is no plan 'basik'; did you mean basic? (basic, starter, developer, advanced, business are)
          simulate --limiter leaky|there is no limiter 'leaky' (sliding, fixed-minute are)
          simulate --remember --faults rules.json|--remember gives the same answers again, --faults spoils them: give one
          simulate --calls-per-minute 0|--calls-per-minute 0 is not a positive number
          simulate --data /nowhere/at/all|--data /nowhere/at/all is not a folder
          simulate --faults /nowhere/at/all|--faults /nowhere/at/all cannot be read
          simulate --keys /nowhere/at/all|--keys /nowhere/at/all cannot be read
          simulate --seed 1 --data /|--seed is for the synthetic market, --data for a folder: give one of them
          """)
  void simulateRefusesWhatItCannotServe(String line, String message) {
    var ended = program.line(line);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).isEqualTo("tickstock: " + message + "\n");
    assertThat(program.simulated()).isEmpty();
  }
}
