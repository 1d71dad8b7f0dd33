package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.TickerHistories.Held;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TickerHistoriesTest {
  private static final Symbol META = new Symbol("META");
  private static final Symbol FB = new Symbol("FB");
  private static final LocalDate FIRST = LocalDate.parse("2021-03-01");
  private static final LocalDate RENAMED = LocalDate.parse("2022-06-09");
  private static final List<Held> CHAIN =
      List.of(
          new Held(META, Optional.of(RENAMED), Optional.empty(), FIRST),
          new Held(FB, Optional.empty(), Optional.of(RENAMED.minusDays(1)), FIRST));

  private Database database;
  private Instruments instruments;
  private TickerHistories histories;

  @BeforeEach
  void open() {
    database = TestPostgres.migrated();
    instruments = Instruments.postgres(database);
    histories = TickerHistories.postgres(database);
    list(row("META", "FIGI-META"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aRenamedInstrumentIsFoundUnderEachTickerInItsTime() {
    assertThat(histories.extend(earliest(META), CHAIN, true, "test")).isEmpty();

    assertThat(instruments.at(FB, LocalDate.parse("2021-06-01")).map(Instrument::id))
        .contains(id(META));
    assertThat(instruments.at(META, LocalDate.parse("2021-06-01"))).isEmpty();
    assertThat(instruments.at(META, RENAMED).map(Instrument::id)).contains(id(META));
    assertThat(instruments.currentOrLast(List.of(FB)).get(FB).symbol()).isEqualTo(META);
    assertThat(instruments.symbols(id(META)).getLast().reason()).isEqualTo("renamed from FB");
  }

  @Test
  void theSameHistoryAgainChangesNothing() {
    histories.extend(earliest(META), CHAIN, true, "test");
    var before = instruments.symbols(id(META));

    histories.extend(before.getLast(), CHAIN, true, "test");

    assertThat(instruments.symbols(id(META))).isEqualTo(before);
  }

  @Test
  void isProvenFromTheDateOnThatWasLookedAt() {
    assertThat(histories.unproven(List.of(id(META)), FIRST)).containsKey(id(META));

    histories.extend(earliest(META), CHAIN, true, "test");

    assertThat(histories.unproven(List.of(id(META)), FIRST)).isEmpty();
    assertThat(histories.unproven(List.of(id(META)), RENAMED)).isEmpty();
    assertThat(histories.unproven(List.of(id(META)), FIRST.minusDays(1)).get(id(META)).symbol())
        .isEqualTo(FB);
  }

  @Test
  void whatALaterListShowedProvesNothingEarlier() {
    histories.noteSeen(List.of(earliest(META)), RENAMED);
    histories.noteSeen(List.of(earliest(META)), RENAMED.plusYears(1));

    assertThat(histories.unproven(List.of(id(META)), RENAMED)).isEmpty();
    assertThat(histories.unproven(List.of(id(META)), RENAMED.minusDays(1))).hasSize(1);
  }

  @Test
  void anUnknownPastStaysUnprovenUntilItIsKnown() {
    histories.extend(earliest(META), CHAIN.subList(0, 1), false, "test");
    assertThat(histories.unproven(List.of(id(META)), FIRST)).hasSize(1);
    assertThat(histories.unproven(List.of(id(META)), RENAMED)).isEmpty();

    histories.extend(earliest(META), CHAIN, true, "test");

    assertThat(histories.unproven(List.of(id(META)), FIRST)).isEmpty();
    assertThat(instruments.symbols(id(META))).hasSize(2);
  }

  @Test
  void whoHoldsTheFormerTickerNowBeginsTheDayAfter() {
    list(row("FB", "FIGI-OTHER"));

    assertThat(histories.extend(earliest(META), CHAIN, true, "test")).isEmpty();

    assertThat(instruments.spans(List.of(FB)).get(FB))
        .extracting(s -> s.from().orElse(LocalDate.MIN), s -> s.to().orElse(LocalDate.MAX))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(LocalDate.MIN, RENAMED.minusDays(1)),
            org.assertj.core.groups.Tuple.tuple(RENAMED, LocalDate.MAX));
    assertThat(instruments.at(FB, RENAMED).map(Instrument::id)).contains(id(FB));
  }

  @Test
  void aKnownFormerHolderEndsTheDayBefore() {
    span(INSERT_FORMER, "META", null, "2022-07-01");

    histories.extend(earliest(META), CHAIN, true, "test");

    assertThat(instruments.spans(List.of(META)).get(META).getFirst().to())
        .contains(RENAMED.minusDays(1));
    assertThat(instruments.at(META, RENAMED).map(Instrument::id)).contains(id(META));
  }

  @Test
  void barsThatAreKnownUnderAFormerTickerAreNotTakenAway() {
    span(INSERT_FORMER, "FB", "2021-06-01", "2021-06-30");

    var within = histories.extend(earliest(META), CHAIN, true, "test");

    assertThat(within).hasSize(1);
    assertThat(instruments.symbols(id(META))).hasSize(1);
    assertThat(instruments.at(FB, LocalDate.parse("2021-06-15")).map(Instrument::provisional))
        .contains(true);
  }

  private static final String INSERT_FORMER =
      """
      WITH made AS (
        INSERT INTO instrument (active, provisional, source) VALUES (false, true, 'test') RETURNING id)
      INSERT INTO instrument_symbol (instrument_id, ticker, valid_from, valid_to, reason, source)
      SELECT id, :ticker, :from::date, :to::date, 'seen in bars only', 'test' FROM made
      """;

  private void span(
      String statement, String ticker, @org.jspecify.annotations.Nullable String from, String to) {
    database.useTransaction(h ->
        h.createUpdate(statement)
            .bind("ticker", ticker)
            .bind("from", from)
            .bind("to", to)
            .execute());
  }

  private SymbolSpan earliest(Symbol symbol) {
    return instruments.symbols(id(symbol)).getFirst();
  }

  private InstrumentId id(Symbol symbol) {
    return instruments.current(List.of(symbol)).get(symbol).id();
  }

  private void list(ListingRow row) {
    ListingSync.postgres(database)
        .apply(
            List.of(row),
            new ListSource("test", Instant.parse("2026-06-15T12:00:00Z")),
            ListExtent.PART);
  }

  private static ListingRow row(String ticker, String figi) {
    return new ListingRow(
        new Symbol(ticker),
        Optional.of(ticker + " Inc."),
        Optional.of("CS"),
        Optional.of("XNAS"),
        true,
        Optional.empty(),
        Optional.of(figi),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
