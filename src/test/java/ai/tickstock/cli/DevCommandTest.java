package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DevCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void takesASnapshotAndGoesBackToIt() throws InterruptedException {
    program.vendor.lists(Listed.as("SPY").named("SPDR S&P 500 ETF Trust").row());
    program.load("2024-01-29", "2024-01-31", "SPY");
    var taken = program.line("dev snapshot");
    assertThat(taken.exitCode()).as(taken.err()).isZero();
    assertThat(taken.out())
        .contains(
            "snapshot baseline of the database of the test", "'tickstock dev reset baseline'");
    program.load("2024-01-22", "2024-01-26", "SPY");
    assertThat(program.line("bars SPY --format csv").out().lines()).hasSize(9);

    var reset = program.line("dev reset");

    assertThat(reset.exitCode()).as(reset.err()).isZero();
    assertThat(reset.out())
        .contains("the database of the test is as it was at", "reset to baseline");
    assertThat(program.line("bars SPY --format csv").out().lines()).hasSize(4);
  }

  @Test
  void listsSnapshotsAndRemovesOneOnlyWhenSomebodySaysYes() {
    assertThat(program.line("dev snapshots").err()).contains("no snapshots yet");
    program.line("dev snapshot spring");
    assertThat(program.line("dev snapshots --json").out())
        .contains("\"name\" : \"spring\"", "taken_at", "megabytes");

    var asked = program.line("dev drop spring");
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("Remove the snapshot spring", "--yes");
    program.answers(true);
    assertThat(program.line("dev drop spring").exitCode()).isZero();
    assertThat(program.line("dev snapshots").err()).contains("no snapshots yet");
    assertThat(program.line("dev drop spring --yes").exitCode()).isEqualTo(2);
  }

  @Test
  void asksBeforeItResetsADatabaseThatOthersMayUse() {
    program.line("dev snapshot");
    program.sharesItsDatabase("DATABASE_URL names db:5432/team");

    var refused = program.line("dev reset");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("DATABASE_URL names db:5432/team: --yes resets it");
    assertThat(program.line("dev reset --yes").exitCode()).isZero();
  }

  @Test
  void refusesNamesWithQuotesOrSlashes() {
    var refused = program.run("dev", "snapshot", "a/b'c");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).startsWith("tickstock: 'a/b'c' cannot be the name of a snapshot");
  }

  @Test
  void makesListsAndRemovesEnvironments() {
    assertThat(program.line("dev env create alice --from baseline").out())
        .contains("environment alice made in", "filled with baseline")
        .contains("TICKSTOCK_ENVIRONMENT=alice works in it");
    assertThat(program.line("dev env list").out())
        .containsPattern("alice +running +127.0.0.1:25000 +0 +12 +3 h");

    var asked = program.line("dev env drop alice");
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("Delete the environment alice, 12.0 MB, unused for 3 h?");
    assertThat(program.line("dev env drop alice --yes").exitCode()).isZero();
    assertThat(program.line("dev env list").out()).doesNotContain("alice");
  }

  @Test
  void removesTheDatabaseOfAScenarioOnlyWhenSomebodySaysYes() {
    program.hasLoaded(
        new ScenarioDatabase("gaps seed=42", 7_400_000, Duration.ofHours(5)),
        new ScenarioDatabase("gaps seed=7", 7_500_000, Duration.ofDays(2)));
    assertThat(program.line("scenario list").out())
        .containsPattern("gaps .*7.4 +5 h +")
        .containsPattern("gaps seed=7 +7.5 +2 days +loaded with these parameters");

    var asked = program.line("dev drop --scenario gaps --param seed=7");
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.err()).contains("Delete the scenario gaps seed=7, 7.5 MB, 2 days old? --yes");
    assertThat(program.line("dev drop --scenario gaps --yes").out())
        .contains("removed the scenario gaps seed=42");
    assertThat(program.line("scenario list").out()).contains("gaps seed=7").doesNotContain("7.4 ");
  }

  @Test
  void dropsEitherASnapshotOrAScenario() {
    for (var line :
        new String[] {
          "dev drop",
          "dev drop x --scenario gaps",
          "dev drop x --param seed=7",
          "dev drop --scenario gap"
        }) {
      assertThat(program.line(line).exitCode()).as(line).isEqualTo(2);
    }
    assertThat(program.line("dev drop --scenario gap").err()).contains("did you mean gaps?");
  }

  @Test
  void isRefusedInProduction() {
    program.breaksWith(new UnsupportedOperationException("there is none of it in production"));
    for (var line :
        new String[] {"snapshot", "snapshots", "reset", "drop x", "env list", "env create a"}) {
      var refused = program.line("dev " + line);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("there is none of it in production");
    }
  }
}
