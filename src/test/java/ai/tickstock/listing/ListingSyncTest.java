package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListingSyncTest {
  private static final LocalDate JUNE_9 = LocalDate.parse("2022-06-09");
  private static final LocalDate JUNE_8 = JUNE_9.minusDays(1);

  private final Database database = TestPostgres.migrated();
  private final ListingSync sync = ListingSync.postgres(database);
  private final Instruments instruments = Instruments.postgres(database);

  @BeforeEach
  void empty() {
    EmptyTables.in(database);
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void keepsWhatAListSaysOfAnInstrument() {
    var count =
        list(
            "2024-01-02",
            Listed.as("AAPL")
                .named("Apple Inc.")
                .figi("BBG000B9XRY4")
                .cik("0000320193")
                .on("XNAS"));

    assertThat(count.added()).isEqualTo(1);
    var apple = now("AAPL");
    assertThat(apple.name()).contains("Apple Inc.");
    assertThat(apple.type()).contains("CS");
    assertThat(apple.exchange()).contains(Mic.XNAS);
    assertThat(apple.compositeFigi()).contains("BBG000B9XRY4");
    assertThat(apple.cik()).contains("0000320193");
    assertThat(apple.active()).isTrue();
    assertThat(apple.provisional()).isFalse();
    assertThat(instruments.at(new Symbol("AAPL"), LocalDate.parse("1990-01-02"))).contains(apple);
  }

  @Test
  void theSameListAgainChangesNothing() {
    var rows =
        new Listed[] {
          Listed.as("AAPL").figi("F1"),
          Listed.as("SPY").type("ETF"),
          Listed.as("OLD").delisted("2015-05-01")
        };
    list("2024-01-02", rows);

    var again = list("2024-01-03", rows);

    assertThat(again.toString()).isEqualTo("0 new, 0 changed, 3 unchanged, 0 duplicate, 0 skipped");
    assertThat(instruments.all(InstrumentFilter.EVERY)).hasSize(3);
  }

  @Test
  void twelveThousandRowsTwiceChangeNothingTheSecondTime() {
    var rows = new ArrayList<ListingRow>();
    for (int i = 0; i < 12_000; i++) {
      var row = Listed.as("T" + i).named("Company " + i).on("XNAS");
      rows.add((i % 3 == 0 ? row : row.figi("BBG" + i)).row());
    }

    var first = sync.apply(rows, vendor("2024-01-02"), ListExtent.WHOLE);
    var second = sync.apply(rows, vendor("2024-01-03"), ListExtent.WHOLE);

    assertThat(first.added()).isEqualTo(12_000);
    assertThat(second.unchanged()).isEqualTo(12_000);
    assertThat(second.changed()).isZero();
    assertThat(instruments.all(InstrumentFilter.TRADING)).hasSize(12_000);
  }

  @Test
  void aKnownFigiUnderANewTickerIsARename() {
    list("2022-06-08", Listed.as("FB").named("Meta Platforms, Inc.").figi("BBG000MM2P62"));
    var facebook = now("FB");

    var count =
        list("2022-06-09", Listed.as("META").named("Meta Platforms, Inc.").figi("BBG000MM2P62"));

    assertThat(count.changed()).isEqualTo(1);
    assertThat(count.changes())
        .containsExactly(
            new ListingChange.Renamed(facebook.id(), new Symbol("FB"), new Symbol("META"), JUNE_9));
    assertThat(now("META").id()).isEqualTo(facebook.id());
    assertThat(instruments.current(List.of(new Symbol("FB")))).isEmpty();
    assertThat(instruments.at(new Symbol("FB"), LocalDate.parse("2021-06-01")).orElseThrow().id())
        .isEqualTo(facebook.id());
    assertThat(instruments.symbols(facebook.id()))
        .extracting(SymbolSpan::toString)
        .containsExactly("FB #1 ..2022-06-08", "META #1 2022-06-09..");
    assertThat(instruments.symbols(facebook.id()).getFirst().reason()).isEqualTo("renamed to META");
  }

  @Test
  void aTickerWithAnotherFigiHasANewHolder() {
    list("2022-01-03", Listed.as("META").named("Roundhill Ball Metaverse ETF").figi("OLD"));
    var fund = now("META");

    var count = list("2022-06-09", Listed.as("META").named("Meta Platforms, Inc.").figi("NEW"));

    assertThat(count.added()).isEqualTo(1);
    var company = now("META");
    assertThat(company.id()).isNotEqualTo(fund.id());
    assertThat(count.changes())
        .containsExactly(
            new ListingChange.Recycled(company.id(), new Symbol("META"), fund.id(), false, JUNE_9));
    assertThat(heldBy("META", JUNE_8)).isEqualTo(fund.id());
    assertThat(heldBy("META", JUNE_9)).isEqualTo(company.id());
    assertThat(instruments.byId(fund.id()).orElseThrow().active()).isTrue();
  }

  @Test
  void aTickerThatARenameTakesFromAnotherGoesOver() {
    list("2022-01-03", Listed.as("META").figi("FUND"), Listed.as("FB").figi("COMPANY"));
    var fund = now("META").id();
    var company = now("FB").id();

    list("2022-06-09", Listed.as("META").figi("COMPANY"), Listed.as("METV").figi("FUND"));

    assertThat(now("META").id()).isEqualTo(company);
    assertThat(now("METV").id()).isEqualTo(fund);
    assertThat(heldBy("META", JUNE_8)).isEqualTo(fund);
  }

  @Test
  void twoInstrumentsCanSwapTheirTickers() {
    list("2022-01-03", Listed.as("A").figi("F1"), Listed.as("B").figi("F2"));
    var first = now("A").id();
    var second = now("B").id();

    var count = list("2022-06-09", Listed.as("A").figi("F2"), Listed.as("B").figi("F1"));

    assertThat(count.changed()).isEqualTo(2);
    assertThat(now("A").id()).isEqualTo(second);
    assertThat(now("B").id()).isEqualTo(first);
  }

  @Test
  void aTickerThatARenameLeftFreeGoesToANewInstrument() {
    list("2022-01-03", Listed.as("FB").figi("F1"));

    var count = list("2022-06-09", Listed.as("FB").named("Another"), Listed.as("META").figi("F1"));

    assertThat(count.added()).isEqualTo(1);
    assertThat(now("FB").name()).contains("Another");
    assertThat(heldBy("FB", JUNE_8)).isEqualTo(now("META").id());
    assertThat(heldBy("FB", JUNE_9)).isEqualTo(now("FB").id());
  }

  @Test
  void aProvisionalInstrumentIsAdopted() {
    var seen = provisional("XLK");

    var count =
        list("2024-01-02", Listed.as("XLK").named("Technology Select").type("ETF").figi("F"));

    assertThat(count.changed()).isEqualTo(1);
    assertThat(count.changes())
        .containsExactly(new ListingChange.Adopted(seen.id(), new Symbol("XLK")));
    var adopted = now("XLK");
    assertThat(adopted.id()).isEqualTo(seen.id());
    assertThat(adopted.provisional()).isFalse();
    assertThat(adopted.type()).contains("ETF");
    assertThat(list("2024-01-03", Listed.as("XLK").type("ETF").figi("F")).unchanged()).isEqualTo(1);
  }

  @Test
  void aRenameOntoATickerThatWasSeenInBarsFirstSaysSo() {
    list("2022-06-08", Listed.as("FB").figi("F1"));
    var seen = provisional("META");

    var count = list("2022-06-10", Listed.as("META").figi("F1"));

    assertThat(count.changes())
        .contains(
            new ListingChange.Recycled(
                now("META").id(),
                new Symbol("META"),
                seen.id(),
                true,
                LocalDate.parse("2022-06-10")));
  }

  @Test
  void ofRowsWithOneTickerTheNewestCounts() {
    var count =
        list(
            "2024-01-02",
            Listed.as("AAPL").named("older").updated("2023-01-01T00:00:00Z"),
            Listed.as("AAPL").named("newest").updated("2024-01-01T00:00:00Z"),
            Listed.as("AAPL").named("without a date"));

    assertThat(count.duplicates()).isEqualTo(2);
    assertThat(count.rows()).isEqualTo(3);
    assertThat(now("AAPL").name()).contains("newest");
  }

  @Test
  void aFigiUnderTwoTickersStaysWithTheOneThatWeKnow() {
    list("2024-01-02", Listed.as("AAPL").figi("F1").updated("2023-01-01T00:00:00Z"));

    var count =
        list(
            "2024-01-03",
            Listed.as("AAPL").figi("F1").updated("2023-01-01T00:00:00Z"),
            Listed.as("AAPLw").figi("F1").updated("2024-01-01T00:00:00Z"));

    assertThat(count.unchanged()).isEqualTo(1);
    assertThat(count.skipped())
        .extracting(SkippedRow::toString)
        .containsExactly(
            "AAPLw FIGI_UNDER_ANOTHER_TICKER: the list gives composite FIGI F1 to AAPL as well");
    assertThat(instruments.current(List.of(new Symbol("AAPLw")))).isEmpty();
  }

  @Test
  void anUnknownFigiUnderTwoTickersGoesToTheNewerRow() {
    list(
        "2024-01-03",
        Listed.as("B").figi("F1").updated("2023-01-01T00:00:00Z"),
        Listed.as("A").figi("F1").updated("2024-01-01T00:00:00Z"));

    assertThat(instruments.all(InstrumentFilter.EVERY))
        .extracting(i -> i.symbol().ticker())
        .containsExactly("A");
  }

  @Test
  void whatARowLeavesOutStays() {
    list(
        "2024-01-02",
        Listed.as("SPY").named("SPDR S&P 500 ETF Trust").type("ETF").on("ARCX").figi("F"));

    var count = list("2024-01-03", Listed.as("SPY").withoutTypeAndExchange());

    assertThat(count.unchanged()).isEqualTo(1);
    assertThat(now("SPY").type()).contains("ETF");
    assertThat(now("SPY").compositeFigi()).contains("F");
  }

  @Test
  void anExchangeThatIsNoCodeIsNotTaken() {
    list("2024-01-02", Listed.as("TCEHY").on("OTC Link"));

    assertThat(now("TCEHY").exchange()).isEmpty();
  }

  @Test
  void aNewNameIsAChange() {
    list("2024-01-02", Listed.as("X").named("Old Name"));

    assertThat(list("2024-01-03", Listed.as("X").named("New Name")).changed()).isEqualTo(1);
    assertThat(now("X").name()).contains("New Name");
  }

  @Test
  void aNameThatAListLeavesOutIsNotDelisted() {
    list("2024-01-02", Listed.as("A"), Listed.as("B"));

    list("2024-01-03", Listed.as("A"));

    assertThat(now("B").active()).isTrue();
  }

  @Test
  void aListOlderThanWhatWeKnowMovesNoTicker() {
    list("2022-01-03", Listed.as("FB").figi("F1"));
    list("2022-06-09", Listed.as("META").figi("F1"));

    var late = list("2022-03-01", Listed.as("FB").figi("F1"), Listed.as("META").figi("F2"));

    assertThat(late.skipped())
        .extracting(SkippedRow::reason)
        .containsOnly(SkippedRow.Reason.LIST_IS_OLDER);
    assertThat(late.skipped().getFirst().detail())
        .isEqualTo("the list is of 2022-03-01, but we know META #1 2022-06-09..");
    assertThat(now("META").compositeFigi()).contains("F1");
  }

  @Test
  void anUnknownTypeIsReportedAndNotLoaded() {
    var types = EquityTypes.postgres(database);
    types.seed();

    var count = list("2024-01-02", Listed.as("NEW").type("TOKEN"), Listed.as("SPY").type("ETF"));

    assertThat(count.newTypes()).containsExactly("TOKEN");
    assertThat(types.find("TOKEN").orElseThrow().loaded()).isFalse();
    assertThat(types.find("TOKEN").orElseThrow().category()).isEqualTo(EquityCategory.OTHER);
    assertThat(list("2024-01-03", Listed.as("NEW").type("TOKEN")).newTypes()).isEmpty();
  }

  @Test
  void refusesToWorkOutsideATransaction() {
    var rows = List.of(Listed.as("A").row());
    assertThatThrownBy(
            () -> database.read(h -> sync.apply(h, rows, vendor("2024-01-02"), ListExtent.PART)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aSourceNeedsAName() {
    assertThatThrownBy(() -> new ListSource(" ", Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private SyncCount list(String date, Listed... rows) {
    return sync.apply(
        List.of(rows).stream().map(Listed::row).toList(), vendor(date), ListExtent.WHOLE);
  }

  /// A list of noon in New York.
  private static ListSource vendor(String date) {
    return new ListSource("massive", Instant.parse(date + "T17:00:00Z"));
  }

  private Instrument provisional(String ticker) {
    var symbol = new Symbol(ticker);
    return database
        .inTransaction(h -> instruments.provisional(h, List.of(symbol), "day_file"))
        .get(symbol);
  }

  private Instrument now(String ticker) {
    return instruments.current(List.of(new Symbol(ticker))).get(new Symbol(ticker));
  }

  private InstrumentId heldBy(String ticker, LocalDate date) {
    return instruments.at(new Symbol(ticker), date).orElseThrow().id();
  }
}
