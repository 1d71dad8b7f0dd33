package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import ai.tickstock.provider.ProviderFailure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  private void listTwo() {
    program.vendor.lists(
        Listed.as("AAPL").named("Apple Inc.").row(),
        Listed.as("SPY").named("SPDR S&P 500 ETF Trust").type("ETF").on("ARCX").row());
  }

  @Test
  void nothingStoredIsSaidAndNotAFailure() {
    var ended = program.line("coverage --json");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("[ ]\n");
    assertThat(ended.err())
        .isEqualTo("no daily bars are stored yet; 'tickstock load' loads them\n");
  }

  @Test
  void countsEachInstrumentAndItsClass() throws InterruptedException {
    listTwo();
    program.load("2024-01-22", "2024-01-31", "AAPL", "SPY");
    var ended = program.line("coverage --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            symbol,class,expected,present,provisional,partial,confirmed_empty,accepted,pending,refused,rejected,failed,unexplained,first_bar,last_bar
            AAPL,Stocks,8,8,0,0,0,0,0,0,0,0,0,2024-01-22,2024-01-31
            SPY,ETFs,8,8,0,0,0,0,0,0,0,0,0,2024-01-22,2024-01-31
            """);
    assertThat(ended.err())
        .isEqualTo(
            """
            sessions in 2024-01-22..2024-01-31:
            Stocks: 1 instrument, 8 sessions expected, 8 stored, 0 confirmed empty, 0 unexplained
            ETFs: 1 instrument, 8 sessions expected, 8 stored, 0 confirmed empty, 0 unexplained
            Total: 2 instruments, 16 sessions expected, 16 stored, 0 confirmed empty, 0 unexplained
            """);
  }

  @Test
  void aHoleIsUnexplainedWithItsEvidenceAndExitsWithThree() throws InterruptedException {
    listTwo();
    program.vendor.omits("AAPL", "2024-01-24").omits("AAPL", "2024-01-25");
    program.load("2024-01-22", "2024-01-31", "AAPL", "SPY");
    var ended = program.line("coverage --explain --format csv");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("AAPL,2024-01-24,2024-01-25,2,unexplained,,")
        .contains("aggregates");
  }

  @Test
  void anEstimateOfTheVendorStandsBesideAHoleAndIsNoCauseOfIt() throws InterruptedException {
    listTwo();
    program.load("2024-01-22", "2024-01-31", "AAPL");
    program
        .database()
        .useTransaction(h ->
            h.execute(
                """
                INSERT INTO fair_approximation (instrument_id, session, fmv, fmv_at)
                SELECT instrument_id, '2024-01-18', 190.5, '2024-01-18T21:00:00Z' FROM instrument_symbol WHERE ticker = 'AAPL'
                """));
    var ended =
        program.line(
            "coverage --symbols AAPL --from 2024-01-16 --to 2024-01-31 --explain --format csv");
    assertThat(ended.out())
        .isEqualTo(
            """
            symbol,first,last,sessions,state,reason,evidence,cause
            AAPL,2024-01-16,2024-01-19,4,unexplained,,"never asked for; 1 of these sessions have a fair market value of the vendor (an estimate, no close)",unexplained
            """);
  }

  @Test
  void aRangeAskedForIsExpectedWholeOfNamedInstruments() throws InterruptedException {
    listTwo();
    program.load("2024-01-22", "2024-01-31", "AAPL");
    var ended =
        program.line(
            "coverage --symbols AAPL --from 2024-01-16 --to 2024-01-31 --explain --format csv");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out())
        .isEqualTo(
            """
            symbol,first,last,sessions,state,reason,evidence,cause
            AAPL,2024-01-16,2024-01-19,4,unexplained,,never asked for,unexplained
            """);
    assertThat(program.line("coverage --symbols AAPL").exitCode()).isZero();
  }

  @Test
  void aSessionThatIsNotPublishedYetIsPendingAndNothingIsMissing() throws InterruptedException {
    listTwo();
    program.load("2024-01-30", "2024-01-31", "AAPL");
    var ended =
        program.line(
            "coverage --symbols AAPL --from 2024-01-30 --to 2024-02-01 --explain --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .endsWith(
            "AAPL,2024-02-01,2024-02-01,1,pending,not_published,the session's values are not"
                + " published yet,vendor_pending\n");
  }

  @Test
  void aBarFetchedBeforeItsValuesWereFinalIsProvisional() throws InterruptedException {
    listTwo();
    program.setClock("2024-01-31T23:00:00Z");
    program.load("2024-01-30", "2024-01-31", "AAPL");
    var ended = program.line("coverage --explain --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .contains("AAPL,2024-01-31,2024-01-31,1,provisional,provisional,fetched before");
    assertThat(ended.err()).contains("2 stored").contains("1 provisional");
  }

  @Test
  void askingThatTheVendorsPlanRefusesShowsAsRefused() throws InterruptedException {
    listTwo();
    program.vendor.failsForBars(ProviderFailure.Kind.NOT_ENTITLED_TIMEFRAME);
    program.load("2024-01-30", "2024-01-31", "AAPL");
    program.vendor.recovers();
    var ended =
        program.line(
            "coverage --symbols AAPL --from 2024-01-30 --to 2024-01-31 --explain --format csv");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out()).contains("AAPL,2024-01-30,2024-01-31,2,refused,");
  }

  @Test
  void aFailureCountsUntilTheSameWasAnswered() throws InterruptedException {
    listTwo();
    program.load("2024-01-30", "2024-01-31", "AAPL");
    program
        .database()
        .useTransaction(h -> {
          h.execute("DELETE FROM bar_daily WHERE session = '2024-01-30'");
          h.execute(
              "UPDATE load_task SET state = 'failed', failure = 'BAD_ANSWER', failure_detail = 'cut off'");
        });
    var failed = program.line("coverage --symbols AAPL --days 2 --explain --format csv");
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(failed.out())
        .endsWith("AAPL,2024-01-30,2024-01-30,1,failed,BAD_ANSWER,cut off,failed_on_our_side\n");
    program
        .database()
        .useTransaction(h ->
            h.execute(
                """
                INSERT INTO load_task (run_id, kind, instrument_id, address, first_date, last_date, state)
                SELECT run_id, kind, instrument_id, address, first_date, last_date, 'done' FROM load_task
                """));
    assertThat(program.line("coverage --symbols AAPL --days 2 --explain --format csv").out())
        .contains("AAPL,2024-01-30,2024-01-30,1,unexplained,");
  }

  @Test
  void membersThatWereNeverLoadedAreNamed() throws InterruptedException {
    program.setClock("2026-02-02T15:00:00Z");
    listTwo();
    program.load("2026-01-29", "2026-01-30", "SPY");
    var ended = program.line("coverage --universe dev_etfs --days 2");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.out()).contains("SPY").doesNotContain("IWM");
    assertThat(ended.err()).startsWith("never loaded: IWM, QQQ, VTI, XLK\n");
  }

  @Test
  void aNameWithoutAnyBarIsAcceptedAndItsLoadIsWholeUntilItTradesAndStops() {
    listTwo();
    List.of("2024-01-26", "2024-01-29", "2024-01-30", "2024-01-31", "2024-02-01", "2024-02-05")
        .forEach(session -> program.vendor.omits("AAPL", session));
    var load = "load --symbols AAPL,SPY --from 2024-01-26 --to ";

    var first = program.line(load + "2024-01-31");
    assertThat(first.exitCode()).isEqualTo(3);
    assertThat(first.out()).contains("  AAPL  2024-01-26..2024-01-31, no bar at all\n");
    var command = "coverage accept AAPL --from 2024-01-26 --to 2024-01-31 --reason";
    assertThat(first.err()).contains("1 instrument without any bar", "tickstock " + command);

    assertThat(program.line(command.replace("01-31", "03-29") + " untraded --format csv").out())
        .isEqualTo("symbol,interval,first,last\nAAPL,day,2024-01-26,2024-03-29\n");
    var accepted = program.line(load + "2024-01-31");
    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    assertThat(accepted.out()).contains("complete: every expected session is stored or explained");

    program.setClock("2024-02-03T15:00:00Z");
    assertThat(program.line(load + "2024-02-02").exitCode()).isZero();
    assertThat(program.line("bars AAPL --format csv").out().lines()).hasSize(2);

    program.setClock("2024-02-07T15:00:00Z");
    var stopped = program.line(load + "2024-02-06");
    assertThat(stopped.exitCode()).isEqualTo(3);
    assertThat(stopped.out()).contains("  AAPL  2024-02-05\n");
    var measured = "coverage --symbols AAPL --from 2024-01-26 --to 2024-02-06 --format csv";
    assertThat(program.line(measured).out())
        .endsWith("AAPL,Stocks,8,2,0,0,0,5,0,0,0,0,1,2024-02-02,2024-02-06\n");

    var ahead = "coverage accept AAPL --from 2024-02-05 --to 2024-03-29 --reason halted";
    assertThat(program.line(ahead).exitCode()).isEqualTo(2);
    assertThat(program.line(ahead.replace("03-29", "02-06")).exitCode()).isZero();
    assertThat(program.line(measured).out()).contains("AAPL,Stocks,8,2,0,0,0,6,0,0,0,0,0,");
    var back = "coverage reopen AAPL --from 2024-01-31 --to 2024-01-31 --reason wrong";
    assertThat(program.line(back).out()).contains("2024-01-26").contains("2024-03-29");
    assertThat(program.line(measured).out()).contains("AAPL,Stocks,8,2,0,0,0,1,0,0,0,0,5,");
    assertThat(program.line(back).err()).startsWith("nothing to take back");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coverage accept AAPL --from 2024-01-26 --to 2024-01-31",
        "coverage accept AAPL --from 2024-01-26 --reason x",
        "coverage accept AAPL --from 2024-01-31 --to 2024-01-26 --reason x",
        "coverage accept NONE --from 2024-01-26 --to 2024-01-31 --reason x",
        "coverage reopen AAPL --from soon --to 2024-01-31 --reason x",
      })
  void anAcceptanceThatMeansNothingIsRefused(String words) throws InterruptedException {
    listTwo();
    program.load("2024-01-26", "2024-01-31", "AAPL", "SPY");
    assertThat(program.line(words).exitCode()).isEqualTo(2);
    assertThat(
            program.line("coverage accept AAPL --from 2024-01-26 --to 2024-01-31 --reason x").err())
        .startsWith("nothing to accept");
  }

  @Test
  void whatMeansNothingIsRefused() {
    assertThat(program.line("coverage --universe dev_etf").err())
        .isEqualTo(
            "tickstock: there is no universe 'dev_etf'; did you mean dev_etfs?"
                + " ('tickstock universe list' shows all)\n");
    var both = program.line("coverage --universe dev_etfs --symbols SPY");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err())
        .isEqualTo("tickstock: --universe and --symbols say it two ways: give one of them\n");
    assertThat(program.line("coverage --symbols QQQQ").exitCode()).isEqualTo(2);
  }
}
