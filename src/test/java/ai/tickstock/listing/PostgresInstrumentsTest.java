package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingDetails;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresInstrumentsTest {
  private static final Symbol SPY = new Symbol("SPY");
  private static final Symbol QQQ = new Symbol("QQQ");
  private static final Symbol AAPL = new Symbol("AAPL");
  private static final Instant NOW = Instant.parse("2024-06-03T17:00:00Z");

  private final Database database = TestPostgres.migrated();
  private final Instruments instruments = Instruments.postgres(database);
  private final ListingSync sync = ListingSync.postgres(database);

  @BeforeEach
  void empty() {
    EmptyTables.in(database);
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void aTickerSeenInBarsOnlyBecomesAProvisionalInstrument() {
    var spy = provisional(SPY).get(SPY);

    assertThat(spy.provisional()).isTrue();
    assertThat(spy.name()).isEmpty();
    assertThat(spy).hasToString("SPY #1");
    assertThat(instruments.current(List.of(SPY, QQQ))).isEqualTo(Map.of(SPY, spy));
    assertThat(instruments.symbols(spy.id()))
        .extracting(SymbolSpan::toString)
        .containsExactly("SPY #1 ..");
  }

  @Test
  void findsByTheBeginOfATickerAndByAPartOfTheName() {
    list(
        "2024-01-02",
        Listed.as("AAPL").named("Apple Inc."),
        Listed.as("APLE").named("Apple Hospitality REIT"),
        Listed.as("AA").named("Alcoa 100%"));

    assertThat(instruments.search("aa", 9))
        .extracting(one -> one.symbol().ticker())
        .containsExactly("AA", "AAPL");
    assertThat(instruments.search("APPLE", 9)).hasSize(2);
    assertThat(instruments.search("apple", 1)).hasSize(1);
    assertThat(instruments.search("%", 9)).as("a sign, no wildcard").hasSize(1);
    assertThat(instruments.search("_", 9)).isEmpty();
  }

  @Test
  void askingAgainGivesTheSameInstrumentsInTheOrderAsked() {
    var first = provisional(SPY, QQQ);

    var again = provisional(QQQ, AAPL, SPY, QQQ);

    assertThat(again.keySet()).containsExactly(QQQ, AAPL, SPY);
    assertThat(again).containsAllEntriesOf(first);
    assertThat(instruments.all(InstrumentFilter.EVERY)).hasSize(3);
  }

  @Test
  void anInstrumentOfAListIsNotMadeTwice() {
    list("2024-01-02", Listed.as("SPY").type("ETF"));

    assertThat(provisional(SPY).get(SPY).provisional()).isFalse();
  }

  @Test
  void twoThreadsAtOnceGetOneInstrumentForEachTicker() throws Exception {
    var symbols = IntStream.range(0, 50).mapToObj(i -> new Symbol("T" + i)).toList();
    var backwards = symbols.reversed();
    var together = new CyclicBarrier(2);
    try (var threads = Executors.newFixedThreadPool(2)) {
      Callable<Map<Symbol, Instrument>> forward =
          () -> {
            together.await(30, TimeUnit.SECONDS);
            return provisional(symbols);
          };
      Callable<Map<Symbol, Instrument>> backward =
          () -> {
            together.await(30, TimeUnit.SECONDS);
            return provisional(backwards);
          };
      var a = threads.submit(forward);
      var b = threads.submit(backward);
      assertThat(a.get(30, TimeUnit.SECONDS)).isEqualTo(b.get(30, TimeUnit.SECONDS));
    }
    assertThat(instruments.all(InstrumentFilter.EVERY)).hasSize(50);
  }

  @Test
  void aSecondProcessWaitsForTheFirstOnesCommitAndFindsItsInstrument() throws Exception {
    var made = new CountDownLatch(1);
    var mayCommit = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var first =
          threads.submit(() ->
              database.inTransaction(h -> {
                var mine = instruments.provisional(h, List.of(SPY), "day_file").get(SPY);
                made.countDown();
                await(mayCommit);
                return mine;
              }));
      await(made);
      var second = threads.submit(() -> provisional(SPY).get(SPY));
      assertThat(second.isDone()).isFalse();
      mayCommit.countDown();
      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(first.get(30, TimeUnit.SECONDS));
    }
    assertThat(instruments.all(InstrumentFilter.EVERY)).hasSize(1);
  }

  @Test
  void anInstrumentOfARolledBackTransactionIsMadeAnew() {
    assertThatThrownBy(() ->
            database.useTransaction(h -> {
              instruments.provisional(h, List.of(SPY), "day_file");
              throw new IllegalStateException("the bars were refused");
            }))
        .hasMessageContaining("the bars were refused");

    assertThat(instruments.current(List.of(SPY))).isEmpty();
    assertThat(provisional(SPY)).containsKey(SPY);
  }

  @Test
  void refusesToMakeInstrumentsOutsideATransaction() {
    assertThatThrownBy(
            () -> database.read(h -> instruments.provisional(h, List.of(SPY), "day_file")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTickerOfADelistedInstrumentIsSeenAgainAsAnother() {
    list("2024-01-02", Listed.as("SPY").delisted("2015-05-01"));

    var seen = provisional(SPY).get(SPY);

    assertThat(seen.provisional()).isTrue();
    assertThat(instruments.symbols(seen.id()))
        .extracting(SymbolSpan::toString)
        .containsExactly("SPY #2 2015-05-02..");
  }

  @Test
  void barsOfBeforeTheKnownHoldersBelongToAProvisionalOneOfThatTime() {
    list("2022-01-03", Listed.as("META").figi("OLD"));
    list("2022-06-09", Listed.as("META").figi("NEW"));
    list("2022-06-09", Listed.as("T").figi("F1").delisted("2005-06-30"), Listed.as("T").figi("F2"));
    var meta = new Symbol("META");
    var t = new Symbol("T");
    var before = LocalDate.parse("2022-06-08");

    var known =
        database.inTransaction(h -> instruments.provisionalAt(h, List.of(meta, t), before, "file"));
    assertThat(known.get(meta).compositeFigi()).contains("OLD");
    assertThat(known.get(t).compositeFigi()).contains("F2");

    list("2023-01-03", Listed.as("FB").figi("F3"));
    list("2023-02-01", Listed.as("MVRS").figi("F3"));
    list("2023-03-01", Listed.as("FB").figi("F4"));
    var fb = new Symbol("FB");
    var between = LocalDate.parse("2023-02-10");
    var made =
        database.inTransaction(h -> instruments.provisionalAt(h, List.of(fb), between, "file"));
    assertThat(made.get(fb).provisional()).isFalse();
  }

  @Test
  void aGapBetweenHoldersIsFilledFromEndToBegin() {
    list("2024-01-02", Listed.as("T").figi("F1").delisted("2005-06-30"));
    list("2024-06-03", Listed.as("OTHER").figi("F2"));
    list("2024-06-04", Listed.as("T").figi("F2"));
    var t = new Symbol("T");

    var made =
        database
            .inTransaction(h ->
                instruments.provisionalAt(h, List.of(t), LocalDate.parse("2015-05-04"), "day_file"))
            .get(t);

    assertThat(made.provisional()).isTrue();
    assertThat(made.active()).isFalse();
    assertThat(instruments.spans(List.of(t)).get(t))
        .extracting(SymbolSpan::toString)
        .containsExactly("T #1 ..2005-06-30", "T #3 2005-07-01..2024-06-03", "T #2 2024-06-04..");
    Map<Symbol, Instrument> again =
        database.inTransaction(h ->
            instruments.provisionalAt(h, List.of(t), LocalDate.parse("2016-05-04"), "day_file"));
    assertThat(again).isEqualTo(Map.of(t, made));
  }

  @Test
  void unknownIdsHaveNeitherInstrumentNorTickers() {
    assertThat(instruments.byId(new InstrumentId(99))).isEmpty();
    assertThat(instruments.symbols(new InstrumentId(99))).isEmpty();
    assertThat(instruments.byId(List.of())).isEmpty();
  }

  @Test
  void byIdKeepsTheOrderAsked() {
    var made = provisional(SPY, QQQ);
    var asked = List.of(made.get(QQQ).id(), made.get(SPY).id());

    assertThat(instruments.byId(asked).keySet()).containsExactlyElementsOf(asked);
  }

  @Test
  void allCanBeNarrowedToWhatTradesAndToTypes() {
    list(
        "2024-01-02",
        Listed.as("AAPL").type("CS"),
        Listed.as("SPY").type("ETF"),
        Listed.as("OLD").type("CS").delisted("2015-05-01"),
        Listed.as("NOTYPE").withoutTypeAndExchange());
    provisional(QQQ);

    assertThat(tickers(InstrumentFilter.EVERY))
        .containsExactly("AAPL", "SPY", "NOTYPE", "OLD", "QQQ");
    assertThat(tickers(InstrumentFilter.TRADING)).containsExactly("AAPL", "SPY", "NOTYPE");
    assertThat(tickers(new InstrumentFilter(false, false, Optional.of(Set.of("CS", "ADRC")))))
        .containsExactly("AAPL");
    assertThat(tickers(new InstrumentFilter(true, false, Optional.of(Set.of("CS")))))
        .containsExactly("AAPL", "OLD");
  }

  @Test
  void namesTickersThatMayHaveBeenMeant() {
    list("2024-01-02", Listed.as("APPS"), Listed.as("AAPL"), Listed.as("SPY"), Listed.as("APLS"));

    assertThat(instruments.nearest("APPL")).startsWith(AAPL);
    assertThat(instruments.nearest("spy")).containsExactly(SPY);
    assertThat(instruments.nearest("QQQQQQ")).isEmpty();
  }

  @Test
  void amongEquallyNearTickersTheLargerCompanyComesFirst() {
    details("2024-06-01", Listed.as("MAB"), 1e9);
    details("2024-06-01", Listed.as("MAC"), 5e9);

    assertThat(instruments.nearest("MAX")).containsExactly(symbol("MAC"), symbol("MAB"));
  }

  @Test
  void detailsFillWhatListsLackAndKeepWhatTheyLeaveOut() {
    var full =
        new ListingDetails(
            Listed.as("AAPL").figi("F1").row(),
            Optional.of(LocalDate.parse("1980-12-12")),
            OptionalDouble.of(3e12),
            OptionalLong.of(15_000_000_000L),
            OptionalLong.empty(),
            Optional.of("3571"),
            Optional.of("ELECTRONIC COMPUTERS"));
    var bare =
        new ListingDetails(
            Listed.as("AAPL").figi("F1").row(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());

    var first = sync.details(List.of(full), vendor("2024-06-01"));
    var second = sync.details(List.of(bare), vendor("2024-06-02"));

    assertThat(first.listing().added()).isEqualTo(1);
    assertThat(first.changed()).isEqualTo(1);
    assertThat(second.unchanged()).isEqualTo(1);
    var apple = instruments.current(List.of(AAPL)).get(AAPL);
    assertThat(apple.listDate()).contains(LocalDate.parse("1980-12-12"));
    assertThat(apple.marketCap()).hasValue(3e12);
    assertThat(apple.detailsAt()).contains(Instant.parse("2024-06-02T17:00:00Z"));
  }

  @Test
  void theVendorsMarketCapCountsUntilOneWasComputed() {
    details("2024-06-01", Listed.as("AAPL"), 1e9);
    database.useTransaction(h ->
        h.execute("UPDATE instrument SET market_cap_missing = 'no shares outstanding are known'"));
    details("2024-06-02", Listed.as("AAPL"), 2e9);
    assertThat(instruments.current(List.of(AAPL)).get(AAPL).marketCap()).hasValue(2e9);
    database.useTransaction(
        h -> h.execute("UPDATE instrument SET market_cap_as_of = DATE '2024-06-03'"));
    details("2024-06-04", Listed.as("AAPL"), 3e9);
    assertThat(instruments.current(List.of(AAPL)).get(AAPL).marketCap()).hasValue(2e9);
  }

  @Test
  void detailsOfOneThatWeDoNotHoldHaveNoPlace() {
    var old = detailsOf(Listed.as("OLD").delisted("2015-05-01"), OptionalDouble.empty());

    var count = sync.details(List.of(old), vendor("2024-06-01"));

    assertThat(count.withoutInstrument()).containsExactly(symbol("OLD"));
    assertThat(count.changed() + count.unchanged()).isZero();
  }

  private void details(String date, Listed row) {
    details(date, row, 1e6);
  }

  private void details(String date, Listed row, double marketCap) {
    sync.details(List.of(detailsOf(row, OptionalDouble.of(marketCap))), vendor(date));
  }

  private static ListingDetails detailsOf(Listed row, OptionalDouble marketCap) {
    return new ListingDetails(
        row.row(),
        Optional.empty(),
        marketCap,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private List<String> tickers(InstrumentFilter filter) {
    return instruments.all(filter).stream().map(i -> i.symbol().ticker()).toList();
  }

  private Map<Symbol, Instrument> provisional(Symbol... symbols) {
    return provisional(List.of(symbols));
  }

  private Map<Symbol, Instrument> provisional(Collection<Symbol> symbols) {
    return database.inTransaction(h -> instruments.provisional(h, symbols, "day_file"));
  }

  private void list(String date, Listed... rows) {
    sync.apply(List.of(rows).stream().map(Listed::row).toList(), vendor(date), ListExtent.WHOLE);
  }

  private static ListSource vendor(String date) {
    return new ListSource("massive", Instant.parse(date + "T17:00:00Z"));
  }

  private static Symbol symbol(String ticker) {
    return new Symbol(ticker);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
