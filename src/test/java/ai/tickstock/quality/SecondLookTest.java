package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Looks again at findings of a market of 160 names, of which twelve stopped trading a week ago.
class SecondLookTest {
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2025, 1, 2), LocalDate.of(2025, 6, 30));
  private static final LocalDate LAST_OF_SOME = LocalDate.of(2025, 6, 20);
  private static final int NAMES = 160;
  private static final int STALE = 12;

  private final Database database = TestPostgres.migrated();
  private final Instant now = Instant.parse("2025-07-01T12:00:00Z");

  @BeforeEach
  void fill() {
    var sessions =
        TradingCalendar.nyse().sessions(RANGE).stream()
            .map(Session::date)
            .map(LocalDate::toString)
            .collect(Collectors.joining(","));
    database.useTransaction(handle -> {
      handle.execute(
          """
          INSERT INTO instrument (name, type, active, source)
          SELECT 'N' || n, 'CS', true, 'test' FROM generate_series(1, ?) n
          """,
          NAMES);
      handle.execute(
          """
          INSERT INTO instrument_symbol (instrument_id, ticker, reason, source)
          SELECT id, 'N' || id, 'listed', 'test' FROM instrument
          """);
      handle.execute(
          """
          INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
          SELECT i.id, s.day, c.close, c.close + 2, c.close - 2, c.close, 1000000 + 1000 * i.id + extract(doy FROM s.day),
                 now(), 1, 1, false
          FROM instrument i
          CROSS JOIN (SELECT CAST(d AS date) AS day FROM unnest(string_to_array(?, ',')) d) s
          CROSS JOIN LATERAL (SELECT 100 + i.id + (extract(doy FROM s.day) + i.id) % 7 AS close) c
          WHERE i.id > ? OR s.day <= ?
          """,
          sessions, STALE, LAST_OF_SOME);
      handle.execute(
          "INSERT INTO universe (key, name, cache_name, category, kind) VALUES ('x', 'x', 'x', 'test', 'list')");
      handle.execute(
          """
          INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
          SELECT u.id, 'N' || i.id, i.id, '2024-01-01', 'test', 'test' FROM universe u, instrument i
          """);
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private QualityScan.Result scan(DateRange range, Set<InstrumentId> whom)
      throws InterruptedException {
    return new QualityScan(database, TradingCalendar::of, () -> now)
        .run(new QualityScan.Asked("test", range, whom, Set.of()));
  }

  private SecondLook.Result look() throws InterruptedException {
    return new SecondLook(database, TradingCalendar::of, () -> now).run();
  }

  private List<Finding> all() {
    return new Findings(database, () -> now).list(Findings.Filter.of(Optional.empty(), 10_000));
  }

  private List<String> open() {
    return all().stream()
        .filter(one -> one.state() == Finding.State.OPEN)
        .map(one ->
            one.id()
                + " "
                + one.rule()
                + " "
                + one.subject()
                + " "
                + one.first()
                + " "
                + one.summary())
        .sorted()
        .toList();
  }

  private void fillIn(String where) {
    database.useTransaction(handle ->
        handle.execute(
            """
            INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
            SELECT b.instrument_id, o.session, b.open, b.high, b.low, b.close, b.volume + 1000 * (o.session - b.session), now(), 1, 1, false
            FROM bar_daily b JOIN bar_daily o ON o.instrument_id = 100 AND o.session > b.session
            WHERE b.session = '2025-06-20' AND b.instrument_id <= 12
            """
                + where));
  }

  private static DateRange evening(int day) {
    return new DateRange(LocalDate.of(2025, 6, day).minusDays(7), LocalDate.of(2025, 6, day));
  }

  @Test
  void whereNothingChangedNothingDoes() throws InterruptedException {
    scan(evening(30), Set.of());
    var found = open();
    assertThat(found.stream().filter(one -> one.contains(" freshness N"))).hasSize(STALE);
    int scanned = all().size();
    for (int i = 0; i < 3; i++) {
      assertThat(look()).isEqualTo(new SecondLook.Result(found.size(), 0, 0));
      assertThat(open()).isEqualTo(found);
      assertThat(all()).hasSize(scanned);
    }
  }

  @Test
  void whatEveningsFoundOneAfterTheOtherStays() throws InterruptedException {
    database.useTransaction(handle ->
        handle.execute(
            """
            DELETE FROM bar_daily WHERE instrument_id = 50 AND session IN
              ('2025-04-02', '2025-04-14')
            """));
    for (var day = LocalDate.of(2025, 4, 1);
        day.isBefore(LocalDate.of(2025, 5, 1));
        day = day.plusDays(1)) {
      scan(new DateRange(day.minusDays(7), day), Set.of());
    }
    var found = open();
    assertThat(found.stream().filter(one -> one.contains(" missing-session N50"))).hasSize(2);
    for (int i = 0; i < 3; i++) {
      assertThat(look()).isEqualTo(new SecondLook.Result(found.size(), 0, 0));
    }
    assertThat(open()).isEqualTo(found);
  }

  @Test
  void whatWasPutRightIsResolvedAndTheRestStays() throws InterruptedException {
    scan(evening(30), Set.of());
    int known = open().size();
    fillIn(" AND b.instrument_id = 3");
    var first = look();
    assertThat(first.findings()).isEqualTo(known);
    assertThat(first.fresh()).isZero();
    assertThat(first.resolved()).isPositive();
    assertThat(open()).noneMatch(one -> one.contains(" N3 ")).hasSize(known - first.resolved());
    assertThat(look()).isEqualTo(new SecondLook.Result(known - first.resolved(), 0, 0));
  }

  @Test
  void aFindingOfManyNamesThatAreNowAFewIsOneOfEach() throws InterruptedException {
    database.useTransaction(handle ->
        handle.execute(
            "DELETE FROM bar_daily WHERE session = '2025-06-25' AND instrument_id > 120"));
    scan(evening(30), Set.of());
    assertThat(open()).anyMatch(one -> one.contains(" partial-day market 2025-06-25"));
    database.useTransaction(handle ->
        handle.execute(
            """
            INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
            SELECT instrument_id, '2025-06-25', open, high, low, close, volume + 7, now(), 1, 1, false
            FROM bar_daily WHERE session = '2025-06-24' AND instrument_id BETWEEN 124 AND 160
            """));
    var look = look();
    assertThat(look.resolved()).isOne();
    assertThat(look.fresh()).isEqualTo(3);
    assertThat(open())
        .noneMatch(one -> one.contains(" partial-day "))
        .anyMatch(one -> one.contains(" missing-session N121 2025-06-25"))
        .anyMatch(one -> one.contains(" missing-session N123 2025-06-25"));
    assertThat(look().fresh()).isZero();
  }

  @Test
  void aRepairedFindingThatIsBackIsOpen() throws InterruptedException {
    scan(evening(30), Set.of());
    long id = all().getFirst().id();
    database.useTransaction(
        handle -> handle.execute("UPDATE quality_finding SET state = 'repaired' WHERE id = ?", id));
    assertThat(look().fresh()).isOne();
    assertThat(new Findings(database, () -> now).find(id).state()).isEqualTo(Finding.State.OPEN);
    assertThat(look().fresh()).isZero();
  }

  @Test
  void aScanOfSomeNamesSaysNothingOfTheMarket() throws InterruptedException {
    var some =
        IntStream.rangeClosed(1, STALE).mapToObj(InstrumentId::new).collect(Collectors.toSet());
    for (int i = 0; i < 3; i++) {
      scan(evening(30), some);
      assertThat(open().stream().filter(one -> one.contains(" freshness N"))).hasSize(STALE);
      assertThat(all()).noneMatch(one -> one.instrument().isEmpty());
    }
  }

  @Test
  void aDatabaseInWhichTheTwoTookTurnsComesToRest() throws InterruptedException {
    scan(evening(30), Set.of());
    var found = open();
    database.useTransaction(handle -> {
      handle.execute("UPDATE quality_finding SET state = 'resolved' WHERE rule = 'freshness'");
      handle.execute(
          """
          INSERT INTO quality_finding (rule, subject, first_session, last_session, sessions, severity, summary, evidence)
          SELECT 'freshness', 'market', '2025-06-30', '2025-06-30', 1, 'high', '12 names at once',
                 jsonb_build_object('count', count(*), 'names', jsonb_agg(subject))
          FROM quality_finding WHERE rule = 'freshness'
          """);
    });
    var look = look();
    assertThat(look.resolved()).isOne();
    assertThat(look.fresh()).isEqualTo(STALE);
    assertThat(open()).isEqualTo(found);
    assertThat(look()).isEqualTo(new SecondLook.Result(found.size(), 0, 0));
  }
}
