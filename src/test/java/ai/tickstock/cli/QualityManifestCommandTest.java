package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Manifests from the command line.
class QualityManifestCommandTest {
  private TestProgram program;

  @BeforeEach
  void load() throws InterruptedException {
    program = TestProgram.onNewDatabase();
    program.vendor.lists(
        Listed.as("SPY").named("SPDR Trust").row(), Listed.as("QQQ").named("Invesco QQQ").row());
    program.load("2024-01-22", "2024-01-31", "SPY", "QQQ");
  }

  @AfterEach
  void close() {
    program.close();
  }

  private void execute(String sql) {
    program.database().useTransaction(handle -> handle.execute(sql));
  }

  @Test
  void aBarThatSomebodyChangesIsNamedAndOneThatIsRestoredIsNot() {
    var kept = program.line("quality manifest --from 2024-01-22 --to 2024-01-31 --keep");
    assertThat(kept.exitCode()).isZero();
    assertThat(kept.out()).contains("2024-01-31  day");
    assertThat(program.line("quality manifest --from 2024-01-22 --to 2024-01-31 --keep").err())
        .contains("has a manifest");
    assertThat(program.line("quality manifest --session 2024-01-31 --json").out())
        .contains("\"present\"", "\"digest\"");
    assertThat(program.line("quality verify").exitCode()).isZero();

    execute(
        "UPDATE bar_daily SET high = high + 1 WHERE session = '2024-01-30' AND instrument_id = 1");
    execute("DELETE FROM bar_daily WHERE session = '2024-01-26' AND instrument_id = 2");

    var verified = program.line("quality verify --from 2024-01-22 --to 2024-01-31");
    assertThat(verified.exitCode()).isEqualTo(3);
    assertThat(verified.out().lines().toList())
        .hasSize(3)
        .anyMatch(line -> line.matches("2024-01-30 +day +(SPY|QQQ) +another bar .*"))
        .anyMatch(
            line -> line.matches("2024-01-26 +day +(SPY|QQQ) +the bar that was kept is gone.*"));
    assertThat(verified.err().lines())
        .filteredOn(line -> line.contains("manifest"))
        .containsExactly(
            "manifests: 6 of 8 as they were, 2 changed silently; findings: not looked at");
    assertThat(program.line("quality verify").exitCode()).isEqualTo(3);
    assertThat(program.line("quality verify --from 2024-01-31 --to 2024-01-31").exitCode())
        .isZero();

    assertThat(
            program
                .run(
                    "quality",
                    "manifest",
                    "--from",
                    "2024-01-22",
                    "--to",
                    "2024-01-31",
                    "--replace",
                    "--reason",
                    "restored from a backup")
                .exitCode())
        .isZero();
    assertThat(program.line("quality verify --from 2024-01-22 --to 2024-01-31").exitCode())
        .isZero();
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThat(program.line("quality manifest --replace --session 2024-01-31").exitCode())
        .isEqualTo(2);
    assertThat(program.line("quality manifest --reason because").exitCode()).isEqualTo(2);
    assertThat(program.run("quality", "manifest", "--replace", "--reason", "x").err())
        .contains("say of which sessions");
    assertThat(program.line("quality manifest --session 2024-01-31 --days 3").exitCode())
        .isEqualTo(2);
    assertThat(program.line("quality manifest --session 2024-01-31").err()).contains("no manifest");
  }
}
