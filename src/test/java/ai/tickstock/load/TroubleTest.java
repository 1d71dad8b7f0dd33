package ai.tickstock.load;

import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.finished;
import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.CellState;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import ai.tickstock.simulator.PlanProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Loads while the vendor or the database make trouble.
class TroubleTest {
  private static final DateRange MONTHS = range("2026-01-02", "2026-06-12");
  private static final List<String> NAMES = Names.liquid(MARKET, MONTHS, 20);
  private static final String BARS = "/v2/aggs/ticker/*";

  private Workbench bench = Workbench.open();

  @AfterEach
  void close() {
    bench.close();
  }

  static List<FaultRule> passing() {
    return List.of(
        FaultRule.of(FaultKind.RATE_LIMITED).withRetryAfterSeconds(0),
        FaultRule.of(FaultKind.STATUS).withStatus(503, "html"),
        FaultRule.of(FaultKind.CUT_BODY),
        FaultRule.of(FaultKind.SLOW_BODY).withDelayMillis(300),
        FaultRule.of(FaultKind.BAD_JSON).withEndpoint(BARS));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aFaultOfEveryFifthCallDoesNotShowInTheEnd(FaultRule fault) throws Exception {
    bench.vendor().faults(List.of(fault.withProbability(0.2).withSeed(5)));

    var summary = bench.load(symbols(MONTHS, NAMES.toArray(String[]::new)));

    assertThat(summary.isWhole()).isTrue();
    for (var ticker : NAMES) {
      assertThat(bench.differences(ticker, MONTHS)).as(ticker).isEmpty();
    }
  }

  @Test
  void aRefusedKeyPausesTheRunAndSaysWhatToDo() throws Exception {
    var request = symbols(MONTHS, "AAPL", "SPY");
    bench
        .vendor()
        .faults(List.of(FaultRule.of(FaultKind.STATUS).withStatus(401, "json").withEndpoint(BARS)));

    var result = bench.loader().load(request, LoadObserver.SILENT);

    assertThat(result).isInstanceOf(LoadResult.Stopped.class);
    var stopped = (LoadResult.Stopped) result;
    assertThat(stopped.state()).isEqualTo("paused");
    assertThat(stopped.message()).contains("KEY_REFUSED").contains("MASSIVE_API_KEY");
    assertThat(stopped.soFar().total().stored()).isZero();

    bench.vendor().faults(List.of());
    assertThat(finished(bench.loader().resume(stopped.runId(), LoadObserver.SILENT)).isWhole())
        .isTrue();
    assertThat(bench.differences("AAPL", MONTHS)).isEmpty();
  }

  @Test
  void datesThatThePlanLacksAreRefusedAndAskedForAgainLater() throws Exception {
    bench.close();
    var twoYears =
        new PlanProfile(
            "two-years", OptionalInt.empty(), OptionalInt.of(2), false, Duration.ZERO, false);
    bench =
        Workbench.open(MARKET, options -> options.withPlan(twoYears).withRefusesEarlyStart(true));
    var early = range("2022-01-03", "2022-03-31");
    var request = symbols(early, "AAPL");

    var summary = bench.load(request);

    int sessions = Workbench.CALENDAR.sessions(early).size();
    assertThat(summary.total().of(CellState.REFUSED)).isEqualTo(sessions);
    assertThat(summary.isWhole()).isFalse();
    assertThat(bench.rows("SELECT first_session, last_session, state, reason FROM coverage_range"))
        .containsExactly("(2022-01-03,2022-03-31,refused,plan_timeframe)");

    long calls = bench.vendor().calls();
    bench.load(request);
    assertThat(bench.vendor().calls()).isEqualTo(calls);

    bench.setTime(Workbench.MONDAY.plus(Duration.ofDays(8)));
    bench.load(request);
    assertThat(bench.vendor().calls()).isGreaterThan(calls);
  }

  @Test
  void whereThePlanLacksTheMarketsAnswerBarsAreAskedForBySymbol() throws Exception {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.STATUS)
                    .withStatus(403, "json")
                    .withEndpoint("/v2/aggs/grouped/*")));
    var day = range("2026-06-11", "2026-06-11");

    var summary = bench.load(symbols(day, NAMES.toArray(String[]::new)));

    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.total().stored()).isEqualTo(NAMES.size());
    assertThat(bench.rows("SELECT kind, state, count(*) FROM load_task GROUP BY 1, 2 ORDER BY 1"))
        .containsExactly("(aggregates,done,20)", "(grouped,refused,1)");
    bench.database().useTransaction(h -> h.execute("DELETE FROM bar_daily"));
    var missing =
        CoverageReports.postgres(
                bench.database(),
                new Finality(Workbench.CALENDAR, Workbench.POLICY.finalDelay()),
                bench.clock())
            .report(
                BarInterval.DAY,
                Map.of(bench.id("SPY"), new Symbol("SPY")),
                day,
                CoverageReports.Expect.WHOLE_RANGE)
            .total();
    assertThat(missing.of(CellState.UNEXPLAINED)).as("as the load itself counts it").isEqualTo(1);

    bench.load(symbols(range("2026-06-10", "2026-06-10"), NAMES.toArray(String[]::new)));
    assertThat(bench.number("SELECT count(*) FROM load_task WHERE run_id = 2 AND kind = 'grouped'"))
        .isZero();
  }

  @Test
  void aVendorThatStaysAwayPausesTheRunWithAMessage() throws Exception {
    bench.with(patience(Duration.ofSeconds(2)));
    var loader = bench.loader(bench.database(), symbol -> MeddlingProvider.unreachable(5));

    var result = loader.load(symbols(MONTHS, "AAPL", "SPY"), LoadObserver.SILENT);

    assertThat(result).isInstanceOf(LoadResult.Stopped.class);
    assertThat(((LoadResult.Stopped) result).message())
        .startsWith("the vendor gave no answer for 2.0 seconds; the run is paused")
        .contains("cannot connect");
    assertThat(bench.rows("SELECT state, attempts < 3 FROM load_task"))
        .containsExactly("(ready,t)", "(ready,t)");
    assertThat(bench.load(symbols(MONTHS, "AAPL", "SPY")).isWhole()).isTrue();
  }

  @Test
  void aVendorThatComesBackIsAskedOnAsIfNothingHadBeen() throws Exception {
    var failing = new AtomicInteger(40);
    var loader =
        bench.loader(
            bench.database(),
            symbol ->
                failing.getAndDecrement() > 0
                    ? MeddlingProvider.unreachable(failing.get() % 2 * 5)
                    : Optional.empty());

    var summary =
        finished(loader.load(symbols(MONTHS, NAMES.toArray(String[]::new)), LoadObserver.SILENT));

    assertThat(summary.isWhole()).isTrue();
    assertThat(failing.get()).isLessThan(0);
  }

  @Test
  void aDatabaseThatLosesItsConnectionsAgainAndAgainEndsWhole() throws Exception {
    bench.close();
    bench = Workbench.open(MARKET, options -> options.withLatency(Duration.ofMillis(200)));
    var done = new AtomicBoolean();
    var cuts = new AtomicInteger();
    var enemy = bench.another();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var cutting =
          threads.submit(() -> {
            while (!done.get()) {
              TimeUnit.MILLISECONDS.sleep(150);
              enemy.read(handle ->
                  handle
                      .createQuery(
                          """
                          SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a
                          WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
                            AND a.backend_type = 'client backend'
                            AND EXISTS (SELECT 1 FROM load_task)
                          """)
                      .mapTo(Integer.class)
                      .one());
              if (cuts.incrementAndGet() == 15) {
                return true;
              }
            }
            return false;
          });

      var summary = bench.load(symbols(MONTHS, NAMES.toArray(String[]::new)));
      done.set(true);
      cutting.get();

      assertThat(cuts.get()).isGreaterThan(2);
      assertThat(summary.isWhole()).isTrue();
    }
    for (var ticker : NAMES) {
      assertThat(bench.differences(ticker, MONTHS)).as(ticker).isEmpty();
    }
  }

  @Test
  void aFullDiskPausesTheRunAndItGoesOnWhenThereIsRoom() throws Exception {
    bench
        .database()
        .useTransaction(handle -> {
          handle.execute(
              """
              CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
              AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100'', MESSAGE = ''no space left''; END'
              """);
          handle.execute(
              "CREATE TRIGGER no_room BEFORE INSERT ON bar_daily EXECUTE FUNCTION no_room()");
        });
    var request = symbols(MONTHS, "AAPL", "SPY");

    var result = bench.loader().load(request, LoadObserver.SILENT);

    assertThat(result).isInstanceOf(LoadResult.Stopped.class);
    assertThat(((LoadResult.Stopped) result).message()).containsIgnoringCase("full");
    assertThat(bench.rows("SELECT state FROM load_run")).containsExactly("(paused)");

    bench.database().useTransaction(handle -> handle.execute("DROP TRIGGER no_room ON bar_daily"));
    assertThat(bench.load(request).isWhole()).isTrue();
    assertThat(bench.number("SELECT count(*) FROM load_run")).isEqualTo(1);
  }

  @Test
  void anAnswerWhoseDatesAreWrongByADayIsNotBelieved() throws Exception {
    bench.vendor().faults(List.of(FaultRule.of(FaultKind.DAY_BEFORE_BAR)));

    var summary = bench.load(symbols(MONTHS, "AAPL", "SPY"));

    assertThat(summary.isWhole()).isFalse();
    assertThat(summary.failures())
        .anyMatch(line -> line.contains("BAD_ANSWER") && line.contains("days without a session"));
    for (var ticker : List.of("AAPL", "SPY")) {
      assertThat(bench.differences(ticker, MONTHS).values())
          .allMatch(difference -> difference.endsWith("is stored as null"));
    }

    bench.vendor().faults(List.of());
    assertThat(bench.load(symbols(MONTHS, "AAPL", "SPY")).isWhole()).isTrue();
    assertThat(bench.differences("AAPL", MONTHS)).isEmpty();
  }

  @Test
  void aDatabaseWhoseClockIsSetBackHoldsNoTaskBack() throws Exception {
    bench.loader().queue(symbols(MONTHS, "AAPL", "SPY"), LoadObserver.SILENT);

    assertThat(bench.rows("SELECT DISTINCT not_before FROM load_task"))
        .containsExactly("(-infinity)");
  }

  private static LoadPolicy patience(Duration giveUpAfter) {
    var p = Workbench.POLICY;
    return new LoadPolicy(
        p.concurrency(),
        p.lease(),
        p.groupRows(),
        p.taskAttempts(),
        p.retryPause(),
        giveUpAfter,
        p.finalDelay(),
        p.secondAskAfter(),
        p.emptyRecheckAfter(),
        p.refusedRecheckAfter(),
        p.referenceMaxAge(),
        false);
  }
}
