package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What rows of delisted instruments do.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListingSyncDelistedTest {
  private static final LocalDate MAY_17 = LocalDate.parse("2024-05-17");

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
  void oneThatWeHoldByFigiTradesNoMore() {
    whole("2024-01-02", Listed.as("TWTR").figi("F1"));

    var count = whole("2024-06-03", Listed.as("TWTR").figi("F1").delisted("2024-05-17"));

    assertThat(count.changed()).isEqualTo(1);
    var gone = holder("TWTR", "2020-01-02").orElseThrow();
    assertThat(gone.active()).isFalse();
    assertThat(gone.delistDate()).contains(MAY_17);
    assertThat(count.changes())
        .containsExactly(new ListingChange.Delisted(gone.id(), new Symbol("TWTR"), MAY_17));
    assertThat(instruments.current(List.of(new Symbol("TWTR")))).isEmpty();
    assertThat(instruments.currentOrLast(List.of(new Symbol("TWTR"))).values())
        .containsExactly(gone);
    assertThat(holder("TWTR", "2024-05-20")).isEmpty();
    assertThat(instruments.all(InstrumentFilter.TRADING)).isEmpty();
  }

  @Test
  void oneThatWeHoldByTickerAndNameTradesNoMore() {
    whole("2024-01-02", Listed.as("XYZ").named("An ETF"));

    part("2024-06-03", Listed.as("XYZ").named("An ETF").delisted("2024-05-17"));

    assertThat(holder("XYZ", "2024-05-17").orElseThrow().active()).isFalse();
  }

  @Test
  void aFormerHolderOfTheTickerDoesNotDelistThePresentOne() {
    whole("2024-01-02", Listed.as("XYZ").named("New Company").figi("F2"));

    var count =
        whole(
            "2024-06-03", Listed.as("XYZ").named("Old Company").figi("F1").delisted("2010-03-01"));

    assertThat(count.added()).isEqualTo(1);
    assertThat(holder("XYZ", "2010-03-01").orElseThrow().name()).contains("Old Company");
    assertThat(holder("XYZ", "2010-03-02").orElseThrow().name()).contains("New Company");
    assertThat(holder("XYZ", "2024-06-03").orElseThrow().active()).isTrue();
  }

  @Test
  void aNameOfBothFigisMissingTellsFormerAndPresentHolderApart() {
    whole("2024-01-02", Listed.as("XYZ").named("New Fund"));

    whole("2024-06-03", Listed.as("XYZ").named("Old Fund").delisted("2010-03-01"));

    assertThat(holder("XYZ", "2024-06-03").orElseThrow().name()).contains("New Fund");
    assertThat(holder("XYZ", "2009-06-03").orElseThrow().name()).contains("Old Fund");
  }

  @Test
  void severalFormerHoldersFollowEachOther() {
    var count =
        whole(
            "2024-06-03",
            Listed.as("T").named("third"),
            Listed.as("T").named("second").figi("F2").delisted("2015-06-30"),
            Listed.as("T").named("first").figi("F1").delisted("2005-06-30"));

    assertThat(count.added()).isEqualTo(3);
    assertThat(holder("T", "2005-06-30").orElseThrow().name()).contains("first");
    assertThat(holder("T", "2005-07-01").orElseThrow().name()).contains("second");
    assertThat(holder("T", "2015-07-01").orElseThrow().name()).contains("third");
    assertThat(instruments.spans(List.of(new Symbol("T"))).get(new Symbol("T")))
        .extracting(SymbolSpan::toString)
        .containsExactly("T #3 ..2005-06-30", "T #2 2005-07-01..2015-06-30", "T #1 2015-07-01..");
  }

  @Test
  void aNewHolderOfAFreeTickerBeginsAfterTheFormerOne() {
    whole("2024-01-02", Listed.as("T").figi("F1").delisted("2005-06-30"));

    whole("2024-06-03", Listed.as("T").figi("F2"));

    assertThat(
            instruments.symbols(
                instruments.current(List.of(new Symbol("T"))).get(new Symbol("T")).id()))
        .extracting(SymbolSpan::toString)
        .containsExactly("T #2 2005-07-01..");
  }

  @Test
  void anUnknownOneIsKeptFromAWholeListOnly() {
    var row = Listed.as("OLD").delisted("2010-03-01");

    var asked = part("2024-06-03", row);
    assertThat(asked.skipped())
        .extracting(SkippedRow::toString)
        .containsExactly("OLD DELISTED_AND_UNKNOWN: traded until 2010-03-01; we never held it");
    assertThat(instruments.all(InstrumentFilter.EVERY)).isEmpty();

    assertThat(whole("2024-06-03", row).added()).isEqualTo(1);
    assertThat(instruments.all(InstrumentFilter.EVERY))
        .singleElement()
        .matches(i -> !i.active() && !i.provisional());
  }

  @Test
  void withoutADateNothingIsDecided() {
    whole("2024-01-02", Listed.as("A").figi("F1"));

    var count = whole("2024-06-03", Listed.as("A").figi("F1").delistedSomeDay());

    assertThat(count.skipped())
        .extracting(SkippedRow::reason)
        .containsExactly(SkippedRow.Reason.DELISTED_WITHOUT_DATE);
    assertThat(holder("A", "2024-06-03").orElseThrow().active()).isTrue();
  }

  @Test
  void aRowThatSaysItTradesBeatsOneOfTheSameListThatSaysNot() {
    var count =
        whole(
            "2024-06-03",
            Listed.as("A").figi("F1"),
            Listed.as("A").figi("F1").delisted("2024-05-17"));

    assertThat(count.added()).isEqualTo(1);
    assertThat(count.duplicates()).isEqualTo(1);
    assertThat(holder("A", "2024-06-03").orElseThrow().active()).isTrue();
  }

  @Test
  void theFormerTickerOfOneThatStillTradesIsKeptAsSuch() {
    var count =
        whole(
            "2024-06-03",
            Listed.as("META").figi("F1"),
            Listed.as("FB").figi("F1").delisted("2022-06-08"));

    assertThat(count.changed()).isEqualTo(1);
    var meta = holder("META", "2024-06-03").orElseThrow();
    assertThat(meta.active()).isTrue();
    assertThat(holder("FB", "2021-06-01")).contains(meta);
    assertThat(holder("META", "2022-06-08")).isEmpty();
    assertThat(
            whole(
                    "2024-06-04",
                    Listed.as("META").figi("F1"),
                    Listed.as("FB").figi("F1").delisted("2022-06-08"))
                .unchanged())
        .isEqualTo(2);
  }

  @Test
  void ofSeveralRowsOfOneInstrumentTheLastDateIsItsEnd() {
    var rows =
        new Listed[] {
          Listed.as("NEW").figi("F1").delisted("2015-06-30"),
          Listed.as("OLD").figi("F1").delisted("2010-06-30")
        };

    whole("2024-06-03", rows);

    var one = holder("NEW", "2015-06-30").orElseThrow();
    assertThat(one.delistDate()).contains(LocalDate.parse("2015-06-30"));
    assertThat(holder("OLD", "2010-06-30")).contains(one);
    assertThat(whole("2024-06-04", rows).unchanged()).isEqualTo(2);
  }

  @Test
  void oneThatTradesAgainIsTheSameInstrument() {
    whole("2024-01-02", Listed.as("A").figi("F1").delisted("2023-05-17"));

    var count = whole("2024-06-03", Listed.as("A").figi("F1"));

    var again = holder("A", "2024-06-03").orElseThrow();
    assertThat(again.active()).isTrue();
    assertThat(again.delistDate()).isEmpty();
    assertThat(count.changes())
        .containsExactly(
            new ListingChange.ListedAgain(
                again.id(), new Symbol("A"), LocalDate.parse("2024-06-03")));
    assertThat(holder("A", "2023-05-18")).isEmpty();
    assertThat(holder("A", "2023-05-17")).contains(again);
  }

  @Test
  void aDelistingBeforeWeKnowTheTickerIsLeftAlone() {
    whole("2022-01-03", Listed.as("FB").figi("F1"));
    whole("2022-06-09", Listed.as("META").figi("F1"));

    var count = whole("2024-06-03", Listed.as("META").figi("F1").delisted("2020-01-02"));

    assertThat(count.skipped())
        .extracting(SkippedRow::reason)
        .containsExactly(SkippedRow.Reason.LIST_IS_OLDER);
    assertThat(holder("META", "2024-06-03").orElseThrow().active()).isTrue();
  }

  private Optional<Instrument> holder(String ticker, String date) {
    return instruments.at(new Symbol(ticker), LocalDate.parse(date));
  }

  private SyncCount whole(String date, Listed... rows) {
    return apply(date, ListExtent.WHOLE, rows);
  }

  private SyncCount part(String date, Listed... rows) {
    return apply(date, ListExtent.PART, rows);
  }

  private SyncCount apply(String date, ListExtent extent, Listed... rows) {
    return sync.apply(
        List.of(rows).stream().map(Listed::row).toList(),
        new ListSource("massive", Instant.parse(date + "T17:00:00Z")),
        extent);
  }
}
