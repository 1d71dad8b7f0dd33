package ai.tickstock.load;

import static ai.tickstock.load.Workbench.CALENDAR;
import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.CellState;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.jobs.SmallMarket;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.SymbolSpan;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.simulator.BarAnswer;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Renamed, recycled and new tickers: whose bars a load stores.
class TickerCheckTest {
  private static final DateRange AROUND_META = range("2021-03-01", "2022-12-30");
  private static final LocalDate META_SINCE = LocalDate.parse("2022-06-09");
  private static final String EVENTS = "/vX/reference/tickers/*";

  /// More than are asked about one by one.
  private static final List<String> MANY =
      List.of(
          "AAPL", "MSFT", "NVDA", "AMZN", "JPM", "JNJ", "XOM", "CAT", "PG", "SPY", "QQQ", "IWM",
          "VTI", "XLK");

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
  void aRenamedInstrumentHasItsOwnBarsUnderBothTickers() throws Exception {
    var summary = bench.load(symbols(AROUND_META, "META"));

    assertThat(summary.notLoaded()).isEmpty();
    assertThat(summary.isWhole()).isTrue();
    assertThat(bars("META", AROUND_META)).isEqualTo(truth(instrument("META"), AROUND_META));
    assertThat(spans("META")).containsExactly("FB #%d ..2022-06-08", "META #%d 2022-06-09..");
    var instruments = Instruments.postgres(bench.database());
    assertThat(instruments.at(new Symbol("FB"), LocalDate.parse("2021-06-01")).orElseThrow().id())
        .isEqualTo(bench.id("META"));
    assertThat(instruments.at(new Symbol("META"), LocalDate.parse("2021-06-01"))).isEmpty();
    assertThat(
            bench.rows(
                "SELECT address, first_date, last_date FROM load_task WHERE kind = 'aggregates'"
                    + " ORDER BY address"))
        .containsExactly("(FB,2021-03-01,2022-06-08)", "(META,2022-06-09,2022-12-30)");
  }

  @Test
  void theSecondLoadAsksNothingAboutTickers() throws Exception {
    bench.load(symbols(AROUND_META, "META", "SPY"));
    long calls = bench.vendor().calls();

    bench.load(symbols(AROUND_META, "META", "SPY"));

    assertThat(bench.vendor().calls()).isEqualTo(calls);
    assertThat(bench.loader().plan(symbols(AROUND_META, "META", "SPY")))
        .isInstanceOfSatisfying(
            Loader.Planned.Plan.class, p -> assertThat(p.plan().calls()).isZero());
  }

  @Test
  void ofManyNewNamesTheListOfTheFirstDayIsReadBesideTodaysAndEachCallIsCounted() throws Exception {
    var tickers = new ArrayList<>(MANY);
    tickers.add("META");

    var summary = bench.load(symbols(AROUND_META, tickers.toArray(String[]::new)));

    assertThat(summary.notLoaded()).isEmpty();
    assertThat(summary.isWhole()).isTrue();
    assertThat(spans("META")).containsExactly("FB #%d ..2022-06-08", "META #%d 2022-06-09..");
    assertThat(bars("META", AROUND_META)).isEqualTo(truth(instrument("META"), AROUND_META));
    assertThat(summary.cost().calls()).isEqualTo(bench.vendor().calls());
    assertThat(
            bench.number("SELECT count(*) FROM instrument_symbol WHERE seen_from = '2021-03-01'"))
        .isEqualTo(MANY.size() + 1);
  }

  @Test
  void ofManyNewNamesWithAMistypedOneNothingIsStored() throws Exception {
    var tickers = new ArrayList<>(MANY);
    tickers.add("APPL");

    var result =
        bench
            .loader()
            .load(symbols(AROUND_META, tickers.toArray(String[]::new)), LoadObserver.SILENT);

    assertThat(((LoadResult.Misunderstood) result).problems())
        .singleElement()
        .asString()
        .startsWith("APPL is not known");
    assertThat(bench.number("SELECT count(*) FROM instrument")).isZero();
  }

  @Test
  void aTickerThatWasAlwaysItsOwnTakesOneCallToADatedList() throws Exception {
    bench.load(symbols(range("2026-06-01", "2026-06-12"), "SPY"));
    var earlier = symbols(range("2024-01-02", "2024-01-31"), "SPY");
    var plan = (Loader.Planned.Plan) bench.loader().plan(earlier);

    var summary = bench.load(earlier);

    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.cost().calls()).isEqualTo(plan.plan().calls());
    assertThat(plan.plan().referenceCalls()).isEqualTo(1 + 2);
    assertThat(bench.rows("SELECT ticker, valid_from, seen_from FROM instrument_symbol"))
        .containsExactly("(SPY,,2024-01-02)");
  }

  @Test
  void aLoadThatGoesFurtherBackLaterFindsTheTickerBefore() throws Exception {
    bench.load(symbols(range("2022-08-01", "2022-12-30"), "META"));
    assertThat(spans("META")).containsExactly("META #%d ..");

    bench.load(symbols(AROUND_META, "META"));

    assertThat(spans("META")).containsExactly("FB #%d ..2022-06-08", "META #%d 2022-06-09..");
    assertThat(bars("META", AROUND_META)).isEqualTo(truth(instrument("META"), AROUND_META));
  }

  @Test
  void anInstrumentThatTookItsTickerBackHasItsBarsOfTheTimeBetween() throws Exception {
    var there = range("2023-05-01", "2025-12-31");

    var summary = bench.load(symbols(there, "FISV", "SPY"));

    assertThat(summary.isWhole()).isTrue();
    assertThat(spans("FISV"))
        .containsExactly(
            "FISV #%d ..2023-06-06", "FI #%d 2023-06-07..2025-11-10", "FISV #%d 2025-11-11..");
    assertThat(bars("FISV", there)).isEqualTo(truth(instrument("FISV"), there));
    assertThat(bench.rows("SELECT kind FROM load_task WHERE kind = 'second_look'")).isEmpty();
  }

  @Test
  void whoWasDelistedIsLoadedByName() throws Exception {
    var years = range("2021-06-01", "2024-05-31");

    var summary = bench.load(symbols(years, "TWTR", "SPY"));

    assertThat(summary.isWhole()).isTrue();
    assertThat(bars("TWTR", years))
        .isEqualTo(truth(MARKET.holder("TWTR", years.first()).orElseThrow(), years))
        .isNotEmpty();
  }

  @Test
  void whoHadLeftBeforeTheRangeIsNamedWithTheDay() throws Exception {
    assertThat(
            bench
                .loader()
                .load(symbols(range("2024-01-02", "2024-05-31"), "TWTR"), LoadObserver.SILENT))
        .isInstanceOfSatisfying(
            LoadResult.Misunderstood.class,
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .startsWith("TWTR (Twitter, Inc.) traded until 2022-11-08 only"));
  }

  @Test
  void aFormerTickerMeansWhoHadIt() throws Exception {
    bench.load(symbols(AROUND_META, "META"));
    long calls = bench.vendor().calls();

    var summary = bench.load(symbols(AROUND_META, "FB"));

    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.total().of(CellState.PRESENT)).isEqualTo(bars("META", AROUND_META).size());
    assertThat(bench.vendor().calls()).isEqualTo(calls);
  }

  @Test
  void aFormerTickerIsFoundInAnEmptyDatabaseToo() throws Exception {
    var summary = bench.load(symbols(AROUND_META, "FB", "SPY"));

    assertThat(summary.isWhole()).isTrue();
    assertThat(spans("META")).containsExactly("FB #%d ..2022-06-08", "META #%d 2022-06-09..");
    assertThat(bars("META", AROUND_META)).isEqualTo(truth(instrument("META"), AROUND_META));
  }

  @Test
  void aFormerTickerWhoseHolderHasNoHistoryIsNamedWithTheHolder() throws Exception {
    refuse(EVENTS, 404);

    assertThat(bench.loader().load(symbols(AROUND_META, "FB"), LoadObserver.SILENT))
        .isInstanceOfSatisfying(
            LoadResult.Misunderstood.class,
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .startsWith("FB was the ticker of Meta Platforms"));
    assertThat(bench.rows("SELECT * FROM instrument_symbol")).isEmpty();
  }

  @Test
  void withoutDatedListsAFormerTickerIsNotKnown() throws Exception {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.STATUS)
                    .withEndpoint("/v3/reference/tickers")
                    .withCalls(5, 1_000)
                    .withStatus(403, "json")));

    assertThat(bench.loader().load(symbols(AROUND_META, "FB"), LoadObserver.SILENT))
        .isInstanceOfSatisfying(
            LoadResult.Misunderstood.class,
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .asString()
                    .startsWith("FB is not known"));
  }

  @Test
  void aHoleInWhichTheTickerWasItsOwnChangesNoTicker() throws Exception {
    var weeks = range("2026-03-02", "2026-05-29");
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.DROPPED_BAR)
                    .withTickers(Set.of("SPY"))
                    .withSessions(range("2026-04-06", "2026-04-24"))
                    .withAnswers(Set.of(BarAnswer.AGGREGATES))));

    var summary = bench.load(symbols(weeks, "SPY"));

    assertThat(summary.isWhole()).as("found by session").isTrue();
    assertThat(spans("SPY")).containsExactly("SPY #%d ..");
  }

  @Test
  void theFormerHolderOfATickerHasItsOwnBarsToo() throws Exception {
    bench.load(symbols(AROUND_META, "META", "METV"));

    assertThat(bars("METV", AROUND_META)).isEqualTo(truth(instrument("METV"), AROUND_META));
    assertThat(bars("META", AROUND_META)).isEqualTo(truth(instrument("META"), AROUND_META));
    assertThat(spans("METV"))
        .containsExactly("META #%d 2021-06-30..2022-01-30", "METV #%d 2022-01-31..");
  }

  @Test
  void aListingWithinTheRangeBeginsWhereItWasListed() throws Exception {
    var fiveYears = range("2021-06-14", "2026-06-12");
    var one =
        find(i ->
            i.tickers().size() == 1
                && i.company().isPresent()
                && i.listed().orElseThrow().isAfter(LocalDate.parse("2023-01-01"))
                && holders(i.lastTicker()) == 1);

    var summary = bench.load(symbols(fiveYears, one.lastTicker()));

    assertThat(summary.notLoaded()).isEmpty();
    assertThat(summary.isWhole()).isTrue();
    assertThat(bars(one.lastTicker(), fiveYears)).isEqualTo(truth(one, fiveYears));
  }

  @Test
  void aRecycledTickerGivesTheNewHolderNoBarOfTheOldOne() throws Exception {
    var fiveYears = range("2021-06-14", "2026-06-12");
    var one = recycled();

    var summary = bench.load(symbols(fiveYears, one.lastTicker()));

    assertThat(summary.isWhole()).isTrue();
    assertThat(bars(one.lastTicker(), fiveYears)).isEqualTo(truth(one, fiveYears));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void withoutTickerHistoriesTheBeginIsSearchedAndTheRestSaid(int status) throws Exception {
    refuse(EVENTS, status);

    var summary = bench.load(symbols(AROUND_META, "META"));

    assertThat(summary.isWhole()).isFalse();
    assertThat(summary.notLoaded()).hasSize(1);
    assertThat(summary.notLoaded().getFirst())
        .startsWith("META before 2022-06-09: the ticker META was not its own then");
    assertThat(bars("META", AROUND_META))
        .isEqualTo(truth(instrument("META"), new DateRange(META_SINCE, AROUND_META.last())));

    bench.vendor().faults(List.of());
    var again = bench.load(symbols(AROUND_META, "META"));

    assertThat(again.isWhole()).isTrue();
    assertThat(bars("META", AROUND_META)).isEqualTo(truth(instrument("META"), AROUND_META));
  }

  @Test
  void aListThatIsRefusedLeavesTheTickerOut() throws Exception {
    bench.load(symbols(range("2026-06-01", "2026-06-12"), "META", "SPY"));
    refuse("/v3/reference/tickers", 403);

    var summary = bench.load(symbols(AROUND_META, "META", "SPY"));

    assertThat(summary.isWhole()).isFalse();
    assertThat(summary.notLoaded())
        .hasSize(2)
        .allMatch(line -> line.contains("who held the ticker on 2021-03-01 is not known"));
    assertThat(bars("META", AROUND_META)).isEmpty();
  }

  @Test
  void theWholeMarketsRowsGoToWhoHeldTheTickerThen() throws Exception {
    var days = range("2022-01-24", "2022-01-26");
    bench.close();
    var market = new SmallMarket(MARKET, days.first(), "CS", 300, "ETF", 60);
    bench = Workbench.over(market);

    bench.load(Workbench.everything(days));

    assertThat(bench.number("SELECT count(*) FROM bar_daily WHERE session = DATE '2022-01-24'"))
        .as("each row of the answer")
        .isEqualTo(market.session(days.first()).size())
        .isGreaterThan(300);

    assertThat(bars("META", days)).isEqualTo(truth(instrument("META"), days));
    assertThat(bars("XYZ", days)).isEqualTo(truth(instrument("XYZ"), days));
  }

  private void refuse(String endpoint, int status) {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.STATUS).withEndpoint(endpoint).withStatus(status, "json")));
  }

  private List<Bar> bars(String ticker, DateRange range) {
    return BarStore.postgres(bench.database())
        .read(bench.id(ticker), range, Optional.empty())
        .stream()
        .map(StoredBar::bar)
        .toList();
  }

  /// The spans of an instrument, with `%d` for its number.
  private List<String> spans(String ticker) {
    InstrumentId id = bench.id(ticker);
    return Instruments.postgres(bench.database()).symbols(id).stream()
        .map(SymbolSpan::toString)
        .map(text -> text.replace(id.toString(), "#%d"))
        .toList();
  }

  private static List<Bar> truth(Instrument one, DateRange range) {
    var bars = new ArrayList<Bar>();
    for (var period : one.tickers()) {
      if (period.from().isAfter(range.last())) {
        continue;
      }
      var held =
          new DateRange(
              period.from(), period.until().map(u -> u.minusDays(1)).orElse(range.last()));
      held.overlap(range).ifPresent(common -> bars.addAll(MARKET.bars(period.ticker(), common)));
    }
    return bars;
  }

  private static Instrument instrument(String ticker) {
    return find(i -> i.lastTicker().equals(ticker));
  }

  private static Instrument find(Predicate<Instrument> isWanted) {
    return MARKET.instruments().stream()
        .filter(i -> i.delisted().isEmpty() && i.referenced() && !i.otc())
        .filter(i -> i.isListedOn(LocalDate.parse("2026-06-12")))
        .filter(isWanted)
        .findFirst()
        .orElseThrow();
  }

  private static Instrument recycled() {
    return find(i -> {
      var ticker = i.lastTicker();
      var since = i.tickers().getLast().from();
      return since.isAfter(LocalDate.parse("2022-01-01"))
          && !ticker.equals("META")
          && CALENDAR.sessions(range("2021-06-14", "2021-12-31")).stream()
              .anyMatch(s -> MARKET.holder(ticker, s.date()).filter(h -> h != i).isPresent());
    });
  }

  private static long holders(String ticker) {
    return MARKET.instruments().stream()
        .filter(i -> i.tickers().stream().anyMatch(p -> p.ticker().equals(ticker)))
        .count();
  }
}
