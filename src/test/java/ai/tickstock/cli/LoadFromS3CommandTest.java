package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.s3.S3Files;
import ai.tickstock.provider.s3.S3Keys;
import ai.tickstock.provider.s3.S3Place;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `load --from-s3`, on the morning of 2024-02-01.
class LoadFromS3CommandTest {
  @TempDir private Path folder;
  private final TestProgram program = TestProgram.onNewDatabase();
  private SimulatorServer publisher;

  @BeforeEach
  void publish() throws InterruptedException {
    var calendar = TradingCalendar.nyse();
    publisher =
        SimulatorServer.start(
            SimulatorOptions.over(
                    new SyntheticMarket(42, calendar), calendar, InstantSource.system())
                .withStartAt(TestProgram.NOW));
    publisher.clock().run(0);
    program.vendor.lists(Listed.as("SPY").named("SPDR Trust").row());
    program.load("2024-01-22", "2024-01-23", "SPY");
    program.publishes(
        S3Files.at(
            new S3Place(
                publisher.uri(),
                "flatfiles",
                folder,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                1),
            new S3Keys("any", "any"),
            program.clock()));
  }

  @AfterEach
  void close() {
    publisher.close();
    program.close();
  }

  @Test
  void thePlanNamesFilesAndTheLoadReadsThem() {
    var words = "load --from-s3 --symbols SPY --from 2024-01-29 --to 2024-01-30";

    var plan = program.line(words + " --plan");
    assertThat(plan.exitCode()).isZero();
    assertThat(plan.out()).containsPattern("files to read +2").containsPattern("calls in all +0");
    assertThat(plan.err())
        .containsPattern("us_stocks_sip/day_aggs_v1/2024/01/2024-01-29.csv.gz  \\d+\\.\\d kB");

    var load = program.line(words);
    assertThat(load.exitCode()).as(load.err()).isZero();
    assertThat(load.err()).contains("read 2 files in ", "the 252 sessions of a year take");
    assertThat(program.line("bars SPY --from 2024-01-29 --to 2024-01-30").out())
        .contains("2024-01-29", "2024-01-30", "day_file");
    assertThat(program.line("runs list").out()).contains("published files");
  }

  @Test
  void saysWhatIsNotPublishedYet() {
    var load = program.line("load --from-s3 --symbols SPY --from 2024-01-30 --to 2024-01-31");
    assertThat(load.exitCode()).isEqualTo(3);
    assertThat(load.err()).contains("not published yet", "2024-01-31");
  }

  @Test
  void aPlanOfCallsForEverybodyTellsWhereFilesAreCheaper() {
    assertThat(program.line("load --all --from 2023-10-02 --to 2024-01-30 --plan").err())
        .containsPattern("--from-s3 reads \\d+ files and makes no call for bars");
    assertThat(program.line("load --all --days 5 --plan").err()).doesNotContain("--from-s3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          load --from-s3 --from-files x --all --days 5 | exclude each other
          load --again --all --days 5                  | --again goes with --from-s3
          load --from-s3 --queue --all --days 5        | --queue does not go with --from-s3
          load --all --interval minute --days 5        | --from-s3, or --from-files
          """)
  void whatDoesNotGoTogetherIsRefused(String words, String why) {
    var ended = program.line(words);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains(why);
  }
}
