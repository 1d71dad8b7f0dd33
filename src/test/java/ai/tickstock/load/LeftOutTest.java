package ai.tickstock.load;

import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.CellState;
import ai.tickstock.market.DateRange;
import ai.tickstock.simulator.BarAnswer;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a load believes when an answer leaves bars out: with a fault behind it and without.
class LeftOutTest {
  private static final DateRange SPRING = range("2026-03-02", "2026-06-12");
  private static final List<String> LIQUID = Names.liquid(MARKET, SPRING, 12);
  private static final List<String> THIN = Names.thin(MARKET, SPRING, 4);
  private static final Set<BarAnswer> AGGREGATES = Set.of(BarAnswer.AGGREGATES);
  private static final Set<BarAnswer> GROUPED = Set.of(BarAnswer.GROUPED);
  private static final Set<BarAnswer> BOTH = Set.of(BarAnswer.AGGREGATES, BarAnswer.GROUPED);

  private Workbench bench;

  @BeforeEach
  void open() {
    bench = Workbench.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void sessionsWithoutATradeOfThinNamesAreConfirmedEmptyWithEvidence() throws Exception {
    var summary = bench.load(symbols(SPRING, all()));

    assertThat(summary.incomplete()).isEmpty();
    assertThat(summary.isWhole()).isTrue();
    long traded = THIN.stream().mapToLong(t -> MARKET.bars(t, SPRING).size()).sum();
    long sessions = Workbench.CALENDAR.sessions(SPRING).size();
    assertThat(summary.total().of(CellState.CONFIRMED_EMPTY))
        .isEqualTo((int) (sessions * THIN.size() - traded))
        .isPositive();
    assertThat(bench.explainedThoughTraded(SPRING)).isEmpty();
    assertThat(bench.rows("SELECT DISTINCT reason FROM coverage_range"))
        .containsExactly("(no_trade)");
    assertThat(bench.rows("SELECT evidence FROM coverage_range"))
        .allMatch(
            e -> e.contains("left out by the symbol's bars and the market's bars of the day"));
  }

  @Test
  void thinNamesAloneAreConfirmedEmptyToo() throws Exception {
    var summary = bench.load(symbols(SPRING, THIN.toArray(String[]::new)));

    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.total().of(CellState.CONFIRMED_EMPTY)).isPositive();
    assertThat(bench.explainedThoughTraded(SPRING)).isEmpty();
  }

  @Test
  void barsThatTheSymbolsAnswerDroppedAreFoundInTheMarketsAnswer() throws Exception {
    bench.vendor().faults(List.of(dropped(0.05, AGGREGATES)));
    var plan = ((Loader.Planned.Plan) bench.loader().plan(symbols(SPRING, all()))).plan();

    var summary = bench.load(symbols(SPRING, all()));

    assertThat(summary.cost().calls())
        .as("looks again are in the plan's most, and not in what it expects")
        .isGreaterThan(plan.calls())
        .isLessThanOrEqualTo(plan.mostCalls());
    assertThat(summary.cost().bytes())
        .isGreaterThan(plan.bytes())
        .isLessThanOrEqualTo(plan.mostBytes());
    assertThat(summary.incomplete()).isEmpty();
    for (var ticker : all()) {
      assertThat(bench.differences(ticker, SPRING)).as(ticker).isEmpty();
    }
    assertThat(bench.explainedThoughTraded(SPRING)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1})
  void barsDroppedFromBothAnswersStayUnexplained(double probability) throws Exception {
    bench.vendor().faults(List.of(dropped(probability, BOTH)));

    var summary = bench.load(symbols(SPRING, all()));

    assertThat(bench.explainedThoughTraded(SPRING)).isEmpty();
    assertThat(summary.isWhole()).isFalse();
    for (var ticker : LIQUID) {
      var hidden = bench.vendor().hidden(ticker, SPRING, BarAnswer.GROUPED);
      assertThat(bench.differences(ticker, SPRING).keySet())
          .as(ticker)
          .containsExactlyElementsOf(hidden);
      assertThat(open(summary, ticker)).as(ticker).isEqualTo(hidden);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.1})
  void barsOfThinNamesAloneDroppedFromBothAnswersStayUnexplained(double probability)
      throws Exception {
    bench.vendor().faults(List.of(dropped(probability, BOTH)));

    var summary = bench.load(symbols(SPRING, THIN.toArray(String[]::new)));

    assertThat(bench.explainedThoughTraded(SPRING)).isEmpty();
    assertThat(summary.isWhole()).isFalse();
  }

  /// A name that no list has is expected from its first bar to its last one: of the session between
  /// them nobody asks before the last one came, with a later load.
  @Test
  void whatAnEarlierAnswerForTheWholeMarketLeftOutIsAskedForBySymbol() throws Exception {
    bench.load(Workbench.everything(range("2026-06-01", "2026-06-02")));

    bench.load(Workbench.everything(range("2026-06-02", "2026-06-03")));

    var between =
        """
        SELECT DISTINCT b.instrument_id
        FROM bar_daily b JOIN bar_daily later USING (instrument_id)
        WHERE b.session = '2026-06-01' AND later.session = '2026-06-03'
          AND NOT EXISTS (SELECT FROM bar_daily m
                          WHERE m.instrument_id = b.instrument_id AND m.session = '2026-06-02')
        """;
    assertThat(bench.rows(between)).isNotEmpty();
    assertThat(
            bench.rows(
                between
                    + """
                    AND NOT EXISTS (SELECT FROM coverage_omission o
                                    WHERE o.instrument_id = b.instrument_id
                                      AND o.path = 'aggregates'
                                      AND DATE '2026-06-02'
                                        BETWEEN o.first_session AND o.last_session)
                    """))
        .isEmpty();
  }

  @Test
  void barsDroppedFromTheMarketsAnswerChangeNothing() throws Exception {
    bench.vendor().faults(List.of(dropped(0.1, GROUPED)));

    bench.load(symbols(SPRING, all()));

    assertThat(bench.explainedThoughTraded(SPRING)).isEmpty();
    for (var ticker : all()) {
      assertThat(bench.differences(ticker, SPRING)).as(ticker).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/aggs/ticker/*", "/v2/aggs/grouped/*", "*"})
  void emptyAnswersThatAreWrongConfirmNothing(String endpoint) throws Exception {
    for (int seed = 1; seed <= 3; seed++) {
      bench
          .vendor()
          .faults(
              List.of(
                  FaultRule.of(FaultKind.WRONG_EMPTY)
                      .withEndpoint(endpoint)
                      .withSeed(seed)
                      .withProbability(0.2)));

      bench.loader().load(symbols(SPRING, all()), LoadObserver.SILENT);

      assertThat(bench.explainedThoughTraded(SPRING)).as("seed " + seed).isEmpty();
    }
    bench.vendor().faults(List.of());

    var summary = bench.load(symbols(SPRING, all()));

    assertThat(summary.incomplete()).isEmpty();
    for (var ticker : all()) {
      assertThat(bench.differences(ticker, SPRING)).as(ticker).isEmpty();
    }
  }

  @Test
  void aTenthOfTheMarketIsNoEvidence() throws Exception {
    bench.vendor().faults(List.of(dropped(0.9, GROUPED)));

    var summary = bench.load(symbols(SPRING, THIN.toArray(String[]::new)));

    assertThat(summary.total().of(CellState.CONFIRMED_EMPTY)).isZero();
    assertThat(bench.number("SELECT count(*) FROM coverage_omission WHERE path = 'grouped'"))
        .isZero();
  }

  @Test
  void aMarketThatIsEmptyOnASessionIsAFailureAndNoEvidence() throws Exception {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.WRONG_EMPTY)
                    .withEndpoint("/v2/aggs/grouped/locale/us/market/stocks/2026-06-10")));

    var summary = bench.load(Workbench.everything(range("2026-06-08", "2026-06-11")));

    assertThat(summary.failures()).hasSize(1);
    assertThat(summary.failures().getFirst())
        .contains("BAD_ANSWER 1 task: an empty answer for the whole market on 2026-06-10");
    assertThat(summary.total().of(CellState.FAILED)).isGreaterThan(5_000);
    assertThat(bench.explainedThoughTraded(SPRING)).isEmpty();
    assertThat(summary.isWhole()).isFalse();
  }

  private static FaultRule dropped(double probability, Set<BarAnswer> answers) {
    return FaultRule.of(FaultKind.DROPPED_BAR).withProbability(probability).withAnswers(answers);
  }

  private static String[] all() {
    var tickers = new ArrayList<>(LIQUID);
    tickers.addAll(THIN);
    return tickers.toArray(String[]::new);
  }

  private static List<LocalDate> open(LoadSummary summary, String ticker) {
    return summary.incomplete().stream()
        .filter(one -> one.symbol().ticker().equals(ticker))
        .flatMap(one -> one.open().stream())
        .flatMap(range -> Workbench.CALENDAR.sessions(range).stream())
        .map(session -> session.date())
        .toList();
  }
}
