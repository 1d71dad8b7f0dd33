package ai.tickstock.load;

import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.CellState;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.HistoryEdge;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.PlanFacts.EndpointFact;
import ai.tickstock.provider.PlanFacts.Verdict;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.VendorEndpoint;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Loads from vendors whose plan reaches two years back: to Saturday 2024-06-15, so that Monday the
/// 17th is the first session in it.
class PlanHistoryTest {
  private static final DateRange LONG = range("2024-03-01", "2026-06-12");
  private static final DateRange IN_PLAN = range("2024-06-17", "2026-06-12");
  private static final String REFUSED =
      "SELECT first_session, last_session, state, reason FROM coverage_range WHERE state = 'refused'"
          + " ORDER BY first_session";

  private static Workbench open(boolean refusesEarlyStart) {
    return Workbench.open(
        Workbench.MARKET,
        options ->
            options
                .withPlan(PlanProfile.ADVANCED.withHistoryYears(2))
                .withRefusesEarlyStart(refusesEarlyStart));
  }

  private static int sessions(DateRange range) {
    return Workbench.CALENDAR.sessions(range).size();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePartThatThePlanServesIsStoredAndTheRestIsRefused(boolean refusesEarlyStart)
      throws Exception {
    try (var bench = open(refusesEarlyStart)) {
      var summary = bench.load(symbols(LONG, "AAPL", "SPY"));

      int stored = sessions(IN_PLAN);
      assertThat(summary.total().of(CellState.PRESENT)).isEqualTo(2 * stored);
      assertThat(summary.total().of(CellState.REFUSED)).isEqualTo(2 * (sessions(LONG) - stored));
      assertThat(summary.total().of(CellState.UNEXPLAINED)).isZero();
      assertThat(bench.differences("AAPL", IN_PLAN)).isEmpty();
      assertThat(bench.rows(REFUSED))
          .containsOnly("(2024-03-01,2024-06-14,refused,plan_timeframe)");
      assertThat(bench.rows("SELECT DISTINCT evidence FROM coverage_range").getFirst())
          .contains("the plan serves day bars from 2024-06-15 on (the last 2 years), learned");
      var edge = edge(bench);
      assertThat(edge.years()).contains(2);
    }
  }

  private static HistoryEdge edge(Workbench bench) {
    return VendorPlans.postgres(bench.database())
        .read("simulator")
        .edge(BarInterval.DAY)
        .orElseThrow();
  }

  @Test
  void theEdgeIsSearchedForOnceAndHoldsForLaterLoads() throws Exception {
    try (var bench = open(true)) {
      bench.load(symbols(LONG, "AAPL"));
      bench.load(symbols(range("2026-06-01", "2026-06-12"), "JPM", "PG"));
      long calls = bench.vendor().calls();

      var later = bench.load(symbols(LONG, "JPM", "PG"));

      assertThat(later.total().of(CellState.REFUSED))
          .isEqualTo(2 * (sessions(LONG) - sessions(IN_PLAN)));
      // Bars by symbol and the lists; nobody asks for what lies before the edge.
      assertThat(
              bench.rows(
                  "SELECT kind, calls, first_date FROM load_task WHERE failure = 'NOT_ENTITLED_TIMEFRAME'"))
          .containsOnly("(aggregates,0,2024-03-01)");
      assertThat(bench.vendor().calls() - calls).isEqualTo(later.cost().calls());
    }
  }

  @Test
  void aPlanDoesNotCountCallsForWhatIsBeyondIt() throws Exception {
    try (var bench = open(true)) {
      bench.load(symbols(LONG, "AAPL"));
      bench.load(symbols(range("2026-06-12", "2026-06-12"), "JPM"));

      var planned =
          (Loader.Planned.Plan)
              bench.loader().plan(symbols(range("2024-03-01", "2024-06-28"), "JPM"));
      var beyond =
          (Loader.Planned.Plan)
              bench.loader().plan(symbols(range("2024-03-01", "2024-05-31"), "JPM"));

      assertThat(planned.plan().dueSessions())
          .isEqualTo(sessions(range("2024-06-17", "2024-06-28")));
      assertThat(planned.plan().bySymbol() + planned.plan().bySession()).isEqualTo(1);
      assertThat(beyond.plan().bySymbol() + beyond.plan().bySession()).isZero();
    }
  }

  @Test
  void whatALargerPlanServesIsAskedForAtOnce() throws Exception {
    try (var bench = open(true);
        var larger =
            SimulatorServer.start(
                SimulatorOptions.over(Workbench.MARKET, Workbench.CALENDAR, bench.clock()))) {
      bench.load(symbols(LONG, "AAPL", "SPY"));
      var loader = loader(bench, larger);
      bench.setTime(Workbench.MONDAY.plus(Duration.ofMinutes(5)));
      // As long as nobody knows of the larger plan, nothing is asked for.
      var nothing = loader.load(symbols(LONG, "AAPL", "SPY"), LoadObserver.SILENT);
      assertThat(Workbench.finished(nothing).runId()).isEmpty();

      VendorPlans.postgres(bench.database())
          .probed(
              "simulator", probed(bench.now(), LocalDate.parse("2003-09-10"), Optional.empty()));
      var summary =
          Workbench.finished(loader.load(symbols(LONG, "AAPL", "SPY"), LoadObserver.SILENT));

      assertThat(summary.isWhole()).isTrue();
      assertThat(summary.total().stored()).isEqualTo(2 * sessions(LONG));
      assertThat(bench.differences("SPY", LONG)).isEmpty();
    }
  }

  @Test
  void aLargerPlanIsNoticedWhenTheKnownEdgeIsOld() throws Exception {
    try (var bench = open(true);
        var larger =
            SimulatorServer.start(
                SimulatorOptions.over(Workbench.MARKET, Workbench.CALENDAR, bench.clock()))) {
      bench.load(symbols(LONG, "AAPL"));
      bench.setTime(Workbench.MONDAY.plus(Duration.ofDays(8)));

      var summary =
          Workbench.finished(
              loader(bench, larger).load(symbols(LONG, "AAPL"), LoadObserver.SILENT));

      assertThat(summary.isWhole()).isTrue();
      assertThat(edge(bench).lastRefused()).isEmpty();
      assertThat(VendorPlans.postgres(bench.database()).changes("simulator", 5))
          .singleElement()
          .extracting(VendorPlans.Noticed::change)
          .isEqualTo(
              new PlanFacts.Change("history of day bars", "the last 2 years", "no limit met"));
    }
  }

  private static Loader loader(Workbench bench, SimulatorServer server) {
    var limiter = RateLimiter.local(Workbench.UNHURRIED, Clock.systemUTC());
    var provider =
        MassiveProvider.connect(
            MassiveSettings.of(server.uri(), new ApiKey("another-key")), limiter, bench.clock());
    return new Loader(
        bench.database(),
        Optional.of(new Vendor("simulator", provider, limiter)),
        Workbench.UNHURRIED,
        Workbench.POLICY,
        TradingCalendar.nyse(),
        bench.clock(),
        "test");
  }

  private static PlanFacts probed(Instant at, LocalDate first, Optional<LocalDate> refused) {
    return new PlanFacts(
        Optional.of(at),
        List.of(new EndpointFact(VendorEndpoint.GROUPED_DAILY, Verdict.REFUSED, "not in the plan")),
        Optional.of(Duration.ZERO),
        "",
        List.of(new HistoryEdge(BarInterval.DAY, first, refused, Optional.empty(), at)),
        Optional.empty(),
        false,
        18);
  }

  @Test
  void anAnswerForTheWholeMarketThatThePlanRefusesIsNotPlanned() throws Exception {
    try (var bench = Workbench.open()) {
      var members = symbols(range("2026-06-12", "2026-06-12"), "AAPL", "SPY", "JPM", "PG", "XOM");
      bench.load(symbols(range("2026-06-01", "2026-06-11"), "AAPL", "SPY", "JPM", "PG", "XOM"));
      var slow = bench.with(RateLimit.perMinute(1)).loader();
      assertThat(((Loader.Planned.Plan) slow.plan(members)).plan().bySession()).isEqualTo(1);

      VendorPlans.postgres(bench.database())
          .probed(
              "simulator", probed(bench.now(), LocalDate.parse("2003-09-10"), Optional.empty()));

      var planned = ((Loader.Planned.Plan) slow.plan(members)).plan();
      assertThat(planned.bySession()).isZero();
      assertThat(planned.bySymbol()).isEqualTo(5);
    }
  }

  @Test
  void aSessionThatIsServedOnlyWhenItIsOverIsAskedForOnItsEvening() throws Exception {
    try (var bench =
        Workbench.open(
            Workbench.MARKET,
            options -> options.withPlan(PlanProfile.BASIC.withCallsPerMinute(100_000)))) {
      // Monday at 17:00 in New York: the session is over, the plan serves it from 20:00 on.
      bench.setTime(Instant.parse("2026-06-15T21:00:00Z"));
      var week = symbols(range("2026-06-08", "2026-06-15"), "AAPL");
      var early = bench.load(week);
      assertThat(early.total().of(CellState.PRESENT)).isEqualTo(5);

      bench.setTime(Instant.parse("2026-06-16T12:00:00Z"));
      var late = bench.load(week);

      assertThat(late.isWhole()).isTrue();
      assertThat(late.total().of(CellState.PRESENT)).isEqualTo(6);
    }
  }

  @Test
  void aProbeThatCouldNotTellTheEdgeKeepsTheOneThatIsKnown() throws Exception {
    try (var bench = open(true)) {
      bench.load(symbols(LONG, "AAPL"));
      var plans = VendorPlans.postgres(bench.database());
      var found = probed(bench.now(), LocalDate.parse("2003-09-10"), Optional.empty());

      plans.probed(
          "simulator",
          new PlanFacts(
              found.probedAt(),
              found.endpoints(),
              found.delay(),
              "",
              List.of(),
              found.fmv(),
              false,
              18));

      assertThat(edge(bench).years()).contains(2);
      assertThat(plans.read("simulator").delay()).contains(Duration.ZERO);
      assertThat(plans.read("another")).isEqualTo(PlanFacts.NONE);
    }
  }

  @Test
  void thePlanKnowsMinutesApartFromDays() {
    try (var bench = Workbench.open()) {
      var plans = VendorPlans.postgres(bench.database());
      var now = bench.now();
      plans.learned(
          "simulator",
          HistoryEdge.between(
              BarInterval.MINUTE,
              LocalDate.parse("2025-06-14"),
              LocalDate.parse("2025-06-15"),
              now));
      var reach =
          new PlanReach(
                  plans,
                  "simulator",
                  new Finality(Workbench.CALENDAR, Duration.ZERO),
                  bench.clock(),
                  Duration.ofDays(7))
              .refreshed();

      assertThat(reach.refusedBefore(BarInterval.MINUTE)).contains(LocalDate.parse("2025-06-15"));
      assertThat(reach.refusedBefore(BarInterval.DAY)).isEmpty();
    }
  }
}
