package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Scans of instruments of London, Tokyo and New York, each of which trades on its own sessions.
class ExchangeScanTest {
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2025, 11, 24), LocalDate.of(2026, 5, 8));
  private static final Mic LONDON = new Mic("XLON");
  private static final Mic TOKYO = new Mic("XTKS");

  /// A holiday in London and a session in New York and Tokyo.
  private static final LocalDate BOXING_DAY = LocalDate.of(2025, 12, 26);

  /// A holiday in Tokyo, and a bank holiday in London.
  private static final LocalDate GREENERY_DAY = LocalDate.of(2026, 5, 4);

  /// A holiday in New York alone.
  private static final LocalDate THANKSGIVING = LocalDate.of(2025, 11, 27);

  private static final LocalDate SESSION_OF_ALL = LocalDate.of(2026, 3, 10);

  private final Database database = TestPostgres.migrated();
  private final Map<String, Integer> ids = new HashMap<>();
  private Instant now = Instant.parse("2026-05-09T12:00:00Z");

  /// One name of each, and one of a venue without a calendar of its own.
  @BeforeEach
  void fill() {
    list("LDN", LONDON);
    list("TKY", TOKYO);
    list("USA", Mic.XNYS);
    list("OTC", new Mic("OTCM"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void list(String ticker, Mic exchange) {
    database.useTransaction(handle -> {
      int id = ids.size() + 1;
      ids.put(ticker, id);
      handle.execute(
          "INSERT INTO instrument (name, type, mic, active, source) VALUES (?, 'CS', ?, true, 'test')",
          ticker,
          exchange.code());
      handle.execute(
          "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (?, ?, 'listed', 'test')",
          id,
          ticker);
      var calendar = TradingCalendar.of(TradingCalendar.followed(Optional.of(exchange)));
      for (var session : calendar.sessions(RANGE).stream().map(Session::date).toList()) {
        bar(handle, id, session);
      }
    });
  }

  private static void bar(Handle handle, int id, LocalDate session) {
    double close = 100 * id + session.toEpochDay() % (5 + id % 4);
    handle.execute(
        """
        INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
        VALUES (?, ?, ?, ?, ?, ?, ?, now(), 1, 1, false)
        """,
        id,
        session,
        close,
        close + 2,
        close - 2,
        close,
        1_000_000 + 1_000 * session.getDayOfYear());
  }

  private void add(String ticker, LocalDate day) {
    database.useTransaction(handle -> bar(handle, ids.get(ticker), day));
  }

  private void remove(String ticker, LocalDate from) {
    remove(ticker, new DateRange(from, from));
  }

  private void remove(String ticker, DateRange days) {
    database.useTransaction(handle ->
        handle.execute(
            "DELETE FROM bar_daily WHERE instrument_id = ? AND session BETWEEN ? AND ?",
            ids.get(ticker),
            days.first(),
            days.last()));
  }

  /// What a scan of everybody leaves open, as `rule subject first`.
  private List<String> found(DateRange range) throws InterruptedException {
    new QualityScan(database, TradingCalendar::of, () -> now)
        .run(new QualityScan.Asked("test", range, Set.of(), Set.of()));
    return new Findings(database, () -> now)
        .list(Findings.Filter.of(Optional.of(Finding.State.OPEN), 1_000)).stream()
            .map(f -> f.rule() + " " + f.subject() + " " + f.first())
            .toList();
  }

  @Test
  void whoTradedOnAllOfItsOwnSessionsHasNoFinding() throws InterruptedException {
    assertThat(found(RANGE)).isEmpty();
  }

  @Test
  void aMissingSessionIsFoundByTheExchangesOwnCalendar() throws InterruptedException {
    remove("LDN", SESSION_OF_ALL);
    remove("TKY", BOXING_DAY);
    remove("USA", SESSION_OF_ALL);
    assertThat(found(RANGE))
        .containsExactlyInAnyOrder(
            "missing-session LDN " + SESSION_OF_ALL,
            "missing-session TKY " + BOXING_DAY,
            "missing-session USA " + SESSION_OF_ALL);
  }

  @Test
  void aRowOfAnExchangesOwnHolidayIsFound() throws InterruptedException {
    add("LDN", BOXING_DAY);
    add("TKY", GREENERY_DAY);
    add("USA", THANKSGIVING);
    add("OTC", THANKSGIVING);
    assertThat(found(RANGE))
        .containsExactlyInAnyOrder(
            "off-session LDN " + BOXING_DAY,
            "off-session TKY " + GREENERY_DAY,
            "off-session USA " + THANKSGIVING,
            "off-session OTC " + THANKSGIVING);
  }

  @Test
  void halfAMarketMissingIsAFindingOfThatMarketAlone() throws InterruptedException {
    var tokyo = IntStream.range(0, 24).mapToObj(i -> "T" + (char) ('A' + i)).toList();
    tokyo.forEach(ticker -> list(ticker, TOKYO));
    tokyo.stream().limit(12).forEach(ticker -> remove(ticker, SESSION_OF_ALL));
    remove("USA", SESSION_OF_ALL);
    assertThat(found(RANGE))
        .containsExactlyInAnyOrder(
            "partial-day XTKS " + SESSION_OF_ALL, "missing-session USA " + SESSION_OF_ALL);
  }

  @Test
  void aSessionThatIsNotOverOwesNothing() throws InterruptedException {
    ids.keySet().forEach(ticker -> remove(ticker, RANGE.last()));
    now = Instant.parse("2026-05-08T02:00:00Z"); // Tokyo is open
    assertThat(found(RANGE)).isEmpty();
    now = Instant.parse("2026-05-08T12:00:00Z"); // Tokyo closed, London is open
    assertThat(found(RANGE)).containsExactly("missing-session TKY " + RANGE.last());
  }

  @Test
  void holidaysMakeNobodyStale() throws InterruptedException {
    database.useTransaction(handle -> {
      handle.execute(
          "INSERT INTO universe (key, name, cache_name, category, kind) VALUES ('x', 'x', 'x', 'test', 'list')");
      for (var ticker : List.of("TKY", "USA")) {
        handle.execute(
            """
            INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
            SELECT id, ?, ?, '2024-01-01', 'test', 'test' FROM universe
            """,
            ticker,
            ids.get(ticker));
      }
    });
    Thresholds.set(database, "freshness.days", 2, "a test", "me");
    var week = new DateRange(LocalDate.of(2026, 5, 2), RANGE.last());
    remove("TKY", week);
    remove("USA", week);
    var wednesday = new DateRange(RANGE.first(), LocalDate.of(2026, 5, 6));
    assertThat(found(wednesday))
        .contains("freshness USA 2026-05-06")
        .doesNotContain("freshness TKY 2026-05-06");
    assertThat(found(RANGE)).contains("freshness TKY 2026-05-08");
  }
}
