package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scenarios from the command line: loaded over HTTP into a database and measured there.
class ScenarioCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @BeforeEach
  void longAfterAllScenarios() {
    program.setClock("2026-11-20T22:00:00Z");
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void listsAllScenarios() {
    var ended = program.line("scenario list --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains("crash_2020,2020-01-02,2020-12-30,252,yes,")
        .contains("flash_crash,2025-01-02,2026-01-05,252,no,");
    assertThat(ended.out().lines()).hasSize(16);
  }

  @Test
  void showsWhatHappensUnderParametersAndHowItIsMeasured() {
    var ended = program.line("scenario show crash_2020 --param drawdown=40%");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains("5% to 90%")
        .contains("deepest drawdown of closes")
        .contains("-40.00 % ± 1, 2020-02-19 to 2020-03-23")
        .contains("338.34")
        .contains("hammer", "within 20 sessions after");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scenario show crash_2000 | did you mean crash_2020?",
        "scenario show gaps --param gapp=3% | did you mean gap?",
        "scenario show gaps --param gap | NAME=VALUE is meant",
        "scenario verify crash_2020 --param drawdown=120% | lies outside: 5% to 90%",
        "scenario verify gaps --real | has no real window",
        "scenario verify crash_2020 --real --param seed=1 | what really happened it does not",
        "load --scenario gaps --symbols SPY | symbols and dates of its own",
        "load --scenario gaps --months 3 | symbols and dates of its own",
        "load --symbols SPY --months 3 --param gap=3% | go with --scenario",
        "load --scenario crash_2020 --plan | do not go with --scenario",
        "simulate --scenario gaps --seed 3 | its seed is --param seed=N",
        "simulate --param gap=3% | --param goes with --scenario"
      })
  void refusesWhatMeansNothing(String line, String message) {
    var ended = program.line(line);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains(message);
  }

  @Test
  void loadsACrashOverHttpAndFindsInTheDatabaseWhatWasAskedFor() {
    var asked = "crash_2020 --param sessions=80 --param drawdown=40% --param trough=2020-03-16";
    var load = program.line("load --scenario " + asked);
    assertThat(load.exitCode()).as(load.err()).isZero();
    assertThat(load.out()).contains("complete: every expected session is stored");

    var verify = program.line("scenario verify " + asked + " --format csv");
    assertThat(verify.exitCode()).as(verify.out()).isZero();
    assertThat(verify.out())
        .contains("-40.0")
        .doesNotContain("missed")
        .doesNotContain("not loaded");
    var patterns = program.line("scenario verify " + asked + " --patterns");
    assertThat(patterns.exitCode()).as(patterns.out() + patterns.err()).isZero();
    assertThat(patterns.err()).contains("planted patterns are found");

    var bars = program.line("bars TEST_SPY --from 2020-02-19 --to 2020-02-19 --format csv");
    assertThat(bars.out()).contains("338.3");
    var another = program.line("scenario verify crash_2020");
    assertThat(another.exitCode()).isEqualTo(3);
    assertThat(another.err()).contains("'tickstock load --scenario crash_2020' loads them");
  }

  @ParameterizedTest
  @CsvSource({
    "rename --param sessions=60",
    "thin_etf --param sessions=60",
    "halts --param sessions=60"
  })
  void whatHappensToSingleNamesArrivesInTheDatabase(String asked) {
    var load = program.line("load --scenario " + asked);
    assertThat(load.exitCode()).as(load.out() + load.err()).isZero();
    var verify = program.line("scenario verify " + asked + " --format csv");
    assertThat(verify.exitCode()).as(verify.out()).isZero();
  }

  @Test
  void putsGeneratedNumbersBesideRealOnes() {
    var folder =
        SharedData.fileOrSkip("MANIFEST.csv", "generated statistics beside real ones").getParent();
    var ended =
        program.line(
            "scenario stats --format csv --data "
                + folder.resolve("daily/raw")
                + ","
                + folder.resolve("daily/split_adjusted"));
    assertThat(ended.exitCode()).as(ended.out()).isZero();
    assertThat(ended.out().lines().filter(line -> line.contains(",,"))).hasSize(2);
  }

  @Test
  void verifySeesWhatIsNotAsAsked() {
    assertThat(program.line("load --scenario gaps --param sessions=60 --interval day").exitCode())
        .isZero();
    var verify = program.line("scenario verify gaps --param sessions=60");
    assertThat(verify.exitCode()).isEqualTo(3);
    assertThat(verify.err()).contains("0 missed").contains(" not loaded");
  }

  @Test
  void theRealCrashOf2020IsInTheRealData() {
    var folder = SharedData.fileOrSkip("MANIFEST.csv", "the real windows of scenarios").getParent();
    var load = program.run("load", "--scenario", "crash_2020", "--from-files", folder.toString());
    assertThat(load.exitCode()).as(load.out() + load.err()).isZero();
    var verify = program.line("scenario verify crash_2020 --real --format csv");
    assertThat(verify.exitCode()).as(verify.out()).isZero();
    assertThat(verify.out())
        .contains("SPY,close of 2020-02-19,338.34,338.34,ok")
        .contains("4 for 1");
  }
}
