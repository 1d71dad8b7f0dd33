package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Split;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresCorporateActionsTest {
  private static final Instant ASKED = Instant.parse("2024-06-03T17:00:00Z");

  private final Database database = TestPostgres.migrated();
  private final CorporateActions actions = CorporateActions.postgres(database);
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
  void keepsSplitsAndDividendsByDate() {
    var apple = listed("AAPL");

    var splits =
        splits(
            split("AAPL", "2020-08-31", "1", "4", "s2"),
            split("AAPL", "2014-06-09", "1", "7", "s1"));
    var dividends =
        dividends(
            dividend("AAPL", "2024-05-10", "0.25", "recurring", "d2"),
            dividend("AAPL", "2024-02-09", "0.24", "CD", "d1"));

    assertThat(splits.added()).isEqualTo(2);
    assertThat(dividends.added()).isEqualTo(2);
    var stored = actions.of(apple);
    assertThat(stored.splits())
        .containsExactly(
            new Split(LocalDate.parse("2014-06-09"), new BigDecimal("1"), new BigDecimal("7")),
            new Split(LocalDate.parse("2020-08-31"), new BigDecimal("1"), new BigDecimal("4")));
    assertThat(stored.dividends())
        .extracting(d -> d.exDate() + " " + d.cashAmount() + " " + d.currency())
        .containsExactly("2024-02-09 0.24 USD", "2024-05-10 0.25 USD");
  }

  @Test
  void theSameRowsAgainChangeNothing() {
    listed("AAPL");
    splits(split("AAPL", "2020-08-31", "1", "4", "s1"));

    var again =
        splits(
            split("AAPL", "2020-08-31", "1.0", "4.0", "s1"),
            split("AAPL", "2020-08-31", "1", "4", "s1"));

    assertThat(again)
        .hasToString(
            "0 new, 0 corrected, 2 unchanged, 0 of unknown tickers, 0 in conflict, 0 refused");
  }

  @Test
  void ofTwoDifferentSplitsOfADayTheFirstStaysAndTheOtherIsReported() {
    var one = listed("ABC");

    var count =
        splits(
            split("ABC", "2020-08-31", "1", "4", "s1"),
            split("ABC", "2020-08-31", "10", "1", "s2"));
    var later = splits(split("ABC", "2020-08-31", "1", "3", "s3"));

    assertThat(count.added()).isEqualTo(1);
    assertThat(count.conflicts())
        .containsExactly(
            new ActionCount.Conflict(
                one, new Symbol("ABC"), LocalDate.parse("2020-08-31"), "1 to 4", "10 to 1"));
    assertThat(later.conflicts()).hasSize(1);
    assertThat(actions.of(one).splits())
        .containsExactly(
            new Split(LocalDate.parse("2020-08-31"), new BigDecimal("1"), new BigDecimal("4")));
  }

  @Test
  void theVendorCorrectsItsOwnRow() {
    var one = listed("ABC");
    dividends(dividend("ABC", "2024-05-10", "0.25", "recurring", "d1"));

    var count = dividends(dividend("ABC", "2024-05-10", "0.26", "recurring", "d1"));

    assertThat(count.corrected()).isEqualTo(1);
    assertThat(actions.of(one).dividends())
        .singleElement()
        .matches(d -> d.cashAmount().compareTo(new BigDecimal("0.26")) == 0);
  }

  @Test
  void aSpecialDividendStandsBesideTheRegularOne() {
    var one = listed("ABC");

    var count =
        dividends(
            dividend("ABC", "2024-05-10", "0.25", "recurring", "d1"),
            dividend("ABC", "2024-05-10", "15", "special", "d2"),
            dividend("ABC", "2024-05-10", "1", "SC", "d3"));

    assertThat(count.added()).isEqualTo(2);
    assertThat(count.conflicts())
        .extracting(ActionCount.Conflict::kept, ActionCount.Conflict::other)
        .containsExactly(tuple("15 USD", "1 USD"));
    assertThat(actions.of(one).dividends()).hasSize(2);
  }

  @Test
  void aRowBelongsToWhoHeldTheTickerOnTheDate() {
    var sync = ListingSync.postgres(database);
    sync.apply(
        List.of(Listed.as("META").figi("FUND").row()), vendor("2022-01-03"), ListExtent.PART);
    sync.apply(
        List.of(Listed.as("META").figi("COMPANY").row()), vendor("2022-06-09"), ListExtent.PART);
    var fund = instruments.at(new Symbol("META"), LocalDate.parse("2022-06-08")).orElseThrow().id();

    dividends(dividend("META", "2022-06-08", "0.1", "recurring", "d1"));

    assertThat(actions.of(fund).dividends()).hasSize(1);
  }

  @Test
  void countsTickersThatNobodyHeld() {
    listed("ABC");

    var count =
        splits(
            split("ABC", "2020-08-31", "1", "4", "s1"),
            split("WHO", "2020-08-31", "1", "4", "s2"),
            split("WHO", "2021-08-31", "1", "4", "s3"));

    assertThat(count.unknownTickers()).isEqualTo(Map.of(new Symbol("WHO"), 2));
    assertThat(count.unknownRows()).isEqualTo(2);
  }

  @Test
  void refusesWhatCannotBe() {
    listed("ABC");

    var splits = splits(split("ABC", "2020-08-31", "1", "0", "s1"));
    var dividends = dividends(dividend("ABC", "2020-08-31", "-0.1", "recurring", "d1"));

    assertThat(splits.refused())
        .extracting(ActionCount.Refused::reason)
        .containsExactly("a split needs two positive numbers, not 1 to 0 on 2020-08-31");
    assertThat(dividends.refused()).hasSize(1);
  }

  @Test
  void refusesToWorkOutsideATransaction() {
    assertThatThrownBy(() -> database.read(h -> actions.splits(h, List.of(), "massive")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void askingForManyGivesEachItsOwn() {
    var one = listed("ONE");
    var two = listed("TWO");
    splits(split("TWO", "2020-08-31", "1", "4", "s1"));

    assertThat(actions.of(List.of(one, two)).get(one)).isEqualTo(InstrumentActions.NONE);
    assertThat(actions.of(List.of(one, two)).get(two).splits()).hasSize(1);
  }

  @Test
  void rangesAskedForGrowTogetherWhenTheyTouch() {
    var one = listed("ONE");

    covered(one, "2020-01-01", "2020-12-31", ASKED);
    covered(one, "2021-01-01", "2021-12-31", ASKED.plusSeconds(60));
    covered(one, "2019-06-01", "2020-02-01", ASKED);

    assertThat(actions.covered(List.of(one)))
        .isEqualTo(
            Map.of(
                one,
                List.of(
                    new ActionsCovered(
                        range("2019-06-01", "2021-12-31"), "massive", ASKED.plusSeconds(60)))));
  }

  @Test
  void ofRangesApartTheLaterOneCounts() {
    var one = listed("ONE");

    covered(one, "2020-01-01", "2020-12-31", ASKED);
    covered(one, "2015-01-01", "2015-12-31", ASKED);
    assertThat(actions.covered(List.of(one)).get(one).getFirst().range())
        .isEqualTo(range("2020-01-01", "2020-12-31"));

    covered(one, "2023-01-01", "2023-12-31", ASKED);
    assertThat(actions.covered(List.of(one)).get(one).getFirst().range())
        .isEqualTo(range("2023-01-01", "2023-12-31"));
  }

  @Test
  void whatWasNeverAskedForIsNotCovered() {
    assertThat(actions.covered(List.of(listed("ONE")))).isEmpty();
  }

  private InstrumentId listed(String ticker) {
    ListingSync.postgres(database)
        .apply(List.of(Listed.as(ticker).row()), vendor("2024-01-02"), ListExtent.PART);
    return instruments.current(List.of(new Symbol(ticker))).get(new Symbol(ticker)).id();
  }

  private static ListSource vendor(String date) {
    return new ListSource("massive", Instant.parse(date + "T17:00:00Z"));
  }

  private void covered(InstrumentId id, String first, String last, Instant at) {
    database.useTransaction(
        h -> actions.noteCovered(h, List.of(id, id), range(first, last), "massive", at));
  }

  private static DateRange range(String first, String last) {
    return new DateRange(LocalDate.parse(first), LocalDate.parse(last));
  }

  private ActionCount splits(SplitRow... rows) {
    return database.inTransaction(h -> actions.splits(h, List.of(rows), "massive"));
  }

  private ActionCount dividends(DividendRow... rows) {
    return database.inTransaction(h -> actions.dividends(h, List.of(rows), "massive"));
  }

  private static SplitRow split(String ticker, String date, String from, String to, String id) {
    return new SplitRow(
        new Symbol(ticker),
        LocalDate.parse(date),
        new BigDecimal(from),
        new BigDecimal(to),
        Optional.of(id));
  }

  private static DividendRow dividend(
      String ticker, String date, String cash, String kind, String id) {
    return new DividendRow(
        new Symbol(ticker),
        LocalDate.parse(date),
        new BigDecimal(cash),
        "USD",
        Optional.empty(),
        Optional.of(kind),
        Optional.of(id));
  }
}
