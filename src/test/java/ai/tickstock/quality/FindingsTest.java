package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.bars.WithdrawnBars;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One finding with a history: found, found again, accepted, resolved.
class FindingsTest {
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2025, 1, 2), LocalDate.of(2025, 6, 30));
  private static final LocalDate HOLE = LocalDate.of(2025, 5, 14);

  private final Database database = TestPostgres.migrated();
  private final TradingCalendar calendar = TradingCalendar.nyse();
  private final Findings findings = new Findings(database, this::now);
  private Instant now = Instant.parse("2025-07-01T12:00:00Z");

  @TempDir private Path folder;

  private Instant now() {
    return now;
  }

  /// One name that trades on each session but one.
  @BeforeEach
  void fill() {
    database.useTransaction(handle -> {
      handle.execute(
          "INSERT INTO instrument (name, type, active, source) VALUES ('A', 'CS', true, 'test')");
      handle.execute(
          "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (1, 'AAA', 'listed', 'test')");
      for (var session : calendar.sessions(RANGE).stream().map(Session::date).toList()) {
        if (!session.equals(HOLE)) {
          bar(handle, session, 100 + session.getDayOfYear() % 7);
        }
      }
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static void bar(Handle handle, LocalDate session, double close) {
    handle.execute(
        """
        INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
        VALUES (1, ?, ?, ?, ?, ?, ?, now(), 1, 1, false)
        """,
        session,
        close,
        close + 2,
        close - 2,
        close,
        1_000_000 + 1_000 * session.getDayOfYear());
  }

  private QualityScan.Result scan() throws InterruptedException {
    return new QualityScan(database, TradingCalendar::of, this::now)
        .run(new QualityScan.Asked("test", RANGE, Set.of(), Set.of()));
  }

  private List<Finding> all() {
    return findings.list(Findings.Filter.of(Optional.empty(), 1_000));
  }

  @Test
  void theSameFaultFoundAgainIsTheSameFinding() throws InterruptedException {
    assertThat(scan().fresh()).isOne();
    assertThat(scan().fresh()).isZero();
    assertThat(all())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo("missing-session");
          assertThat(finding.subject()).isEqualTo("AAA");
          assertThat(finding.first()).isEqualTo(HOLE);
        });
  }

  @Test
  void whatTheDataShowNoMoreIsResolvedAndOpensWhenItComesBack() throws InterruptedException {
    scan();
    database.useTransaction(handle -> bar(handle, HOLE, 103));
    assertThat(scan().resolved()).isOne();
    assertThat(all().getFirst().state()).isEqualTo(Finding.State.RESOLVED);
    database.useTransaction(
        handle -> handle.execute("DELETE FROM bar_daily WHERE session = ?", HOLE));
    assertThat(scan().fresh()).isOne();
    assertThat(findings.events(all().getFirst().id()))
        .extracting(Finding.Event::event)
        .containsExactly("found", "resolved", "found_again");
  }

  @Test
  void anAcceptanceNeedsAReasonAndEndsAfterItsDay() throws InterruptedException {
    scan();
    long id = all().getFirst().id();
    assertThatThrownBy(() -> findings.accept(List.of(id), " ", Optional.empty(), "me"))
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("reason");
    findings.accept(List.of(id), "halted", Optional.of(LocalDate.of(2025, 7, 3)), "me");
    assertThat(scan().found()).isZero();
    assertThat(findings.find(id).state()).isEqualTo(Finding.State.ACCEPTED);
    now = Instant.parse("2025-07-04T15:00:00Z");
    assertThat(findings.endAcceptances()).isOne();
    assertThat(scan().found()).isOne();
    assertThat(findings.find(id).state()).isEqualTo(Finding.State.OPEN);
  }

  @Test
  void ofSeveralAllAreAcceptedOrNone() throws InterruptedException {
    database.useTransaction(
        handle -> handle.execute("DELETE FROM bar_daily WHERE session = DATE '2025-03-12'"));
    scan();
    var ids = all().stream().map(Finding::id).sorted().toList();
    assertThat(ids).hasSize(2);
    var withUnknown = List.of(ids.get(1), 999_999L, ids.get(0), 888_888L);

    assertThatThrownBy(() -> findings.accept(withUnknown, "halted", Optional.empty(), "me"))
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("no finding 888888")
        .hasMessageContaining("no finding 999999")
        .hasMessageContaining("nothing was changed");
    assertThat(all()).allMatch(finding -> finding.state() == Finding.State.OPEN);
    assertThat(number("SELECT count(*) FROM coverage_range")).isZero();
    assertThat(number("SELECT count(*) FROM audit")).isZero();

    assertThat(findings.accept(ids.reversed(), "halted", Optional.empty(), "me"))
        .extracting(Finding::id)
        .isEqualTo(ids);
    assertThat(all()).allMatch(finding -> finding.state() == Finding.State.ACCEPTED);
    assertThatThrownBy(() -> findings.reopen(List.of(ids.get(0), 999_999L), "no", "me"))
        .isInstanceOf(QualityRefused.class);
    assertThat(all()).allMatch(finding -> finding.state() == Finding.State.ACCEPTED);
  }

  private long number(String query) {
    return database.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  @Test
  void aSessionOfAnImportedHaltIsNoHole() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("halts.csv"),
            "ticker,first,last,detail\nAAA,2025-05-14,2025-05-14,news\n");
    assertThat(
            ImportedFacts.take(database, file, ImportedFacts.Kind.HALT, "an exchange", "me")
                .facts())
        .isOne();
    assertThat(scan().found()).isZero();
  }

  @Test
  void aFileWithABadLineIsRefusedAsAWhole() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("halts.csv"), "AAA,2025-05-14,2025-05-14,x\nAAA,soon,later,x\n");
    assertThatThrownBy(
            () -> ImportedFacts.take(database, file, ImportedFacts.Kind.HALT, "an exchange", "me"))
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("line 2");
  }

  @Test
  void aThresholdOutsideItsBoundsIsRefused() {
    assertThatThrownBy(() -> Thresholds.set(database, "price-move.medium", -1, "why not", "me"))
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("from 0.05 to 2");
    Thresholds.set(database, "price-move.medium", 0.25, "small caps", "me");
    assertThat(database.<Double>read(h -> Thresholds.read(h).of("price-move", "medium")))
        .isEqualTo(0.25);
  }

  @Test
  void aNameWithoutFreshBarsIsFoundOnceWithAllItsUniverses() throws InterruptedException {
    database.useTransaction(handle -> {
      handle.execute("DELETE FROM bar_daily WHERE session > '2025-06-10'");
      for (var key : List.of("coal", "iron")) {
        handle.execute(
            "INSERT INTO universe (key, name, cache_name, category, kind) VALUES (?, ?, ?, 'test', 'list')",
            key,
            key,
            key);
        handle.execute(
            """
            INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
            SELECT id, 'AAA', 1, '2024-01-01', 'test', 'test' FROM universe WHERE key = ?
            """,
            key);
      }
    });
    scan();
    assertThat(all().stream().filter(finding -> finding.rule().equals("freshness")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.subject()).isEqualTo("AAA");
          assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
          assertThat(finding.summary())
              .contains(
                  "last bar on 2025-06-10, nobody asked for what came after it, which 'tickstock load"
                      + " --symbols AAA --from 2025-06-11 --to ")
              .contains("coal (1 of 1 members behind), iron (1 of 1 members behind)");
        });
    database.useTransaction(handle ->
        handle.execute(
            "INSERT INTO coverage_omission (instrument_id, bar_interval, first_session, last_session,"
                + " path, asked_at, run_id) VALUES (1, 'day', '2025-06-20', '2025-06-20', 'grouped', now(), 1)"));
    scan();
    assertThat(all().stream().filter(finding -> finding.rule().equals("freshness")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.severity()).as("the vendor left it out").isEqualTo(Severity.CRITICAL);
          assertThat(finding.summary()).contains("last bar on 2025-06-10, more than 5 days behind");
        });
    assertThat(findings.countNewSince(now)).isEqualTo(findings.newSince(now, 1_000).size());
  }

  @Test
  void aRepairFetchesWhatIsMissingAndSaysSo() throws InterruptedException {
    scan();
    var repairs =
        new Repairs(
            database,
            new QualityScan(database, TradingCalendar::of, this::now),
            wanted -> {
              database.useTransaction(handle -> bar(handle, wanted.sessions().first(), 103));
              return "asked";
            },
            this::now,
            "me");
    var outcome = repairs.repair(all().getFirst().id());
    assertThat(outcome.before()).isZero();
    assertThat(outcome.after()).isOne();
    assertThat(outcome.finding().state()).isEqualTo(Finding.State.REPAIRED);
  }

  @Test
  void aBarThatWasTakenOutComesBackWhereNothingElseDoes() throws InterruptedException {
    var day = LocalDate.of(2025, 5, 20);
    database.useTransaction(handle ->
        handle.execute(
            "UPDATE bar_daily SET open = open * 10, high = high * 10, low = low * 10, close = close * 10 WHERE session = ?",
            day));
    scan();
    var bad = all().stream().filter(f -> f.rule().equals("bad-bar")).findFirst().orElseThrow();
    var repairs =
        new Repairs(
            database,
            new QualityScan(database, TradingCalendar::of, this::now),
            _ -> "nothing came",
            this::now,
            "me");
    var outcome = repairs.repair(bad.id());
    assertThat(outcome.finding().state()).isEqualTo(Finding.State.OPEN);
    assertThat(outcome.after()).isOne();
    assertThat(
            database.<Integer>read(h ->
                h.createQuery("SELECT count(*) FROM bar_quarantine WHERE reason = 'withdrawn'")
                    .mapTo(Integer.class)
                    .one()))
        .isOne();
    var bars = new WithdrawnBars(new InstrumentId(1), List.of(day), now);
    assertThat(database.<Integer>inTransaction(h -> bars.withdraw(h, new Symbol("AAA"), "again")))
        .isOne();
  }
}
