package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.flatfile.DataFolderRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another vendor's folder that says the same but for what is planted in it.
class SecondSourceTest {
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2025, 1, 2), LocalDate.of(2025, 6, 30));
  private static final LocalDate DAY = LocalDate.of(2025, 3, 12);
  private static final LocalDate SPLIT = LocalDate.of(2025, 5, 1);
  private static final int NAMES = 6;

  private final Database database = TestPostgres.migrated();
  private final TradingCalendar calendar = TradingCalendar.nyse();
  private final Instant now = Instant.parse("2025-07-01T12:00:00Z");
  private final Findings findings = new Findings(database, () -> now);
  private final SecondSource source = new SecondSource(database, TradingCalendar::of, () -> now);

  @TempDir private Path folder;

  private record Row(
      String ticker,
      LocalDate session,
      double open,
      double high,
      double low,
      double close,
      double volume) {
    Row withClose(double other) {
      return new Row(
          ticker, session, open, Math.max(high, other), Math.min(low, other), other, volume);
    }

    Row withVolume(double other) {
      return new Row(ticker, session, open, high, low, close, other);
    }

    Row times(double factor) {
      return new Row(
          ticker,
          session,
          open * factor,
          high * factor,
          low * factor,
          close * factor,
          volume / factor);
    }

    Row named(String other) {
      return new Row(other, session, open, high, low, close, volume);
    }

    Row on(LocalDate other) {
      return new Row(ticker, other, open, high, low, close, volume);
    }
  }

  /// What the other vendor's folder has.
  private List<Row> rows = new ArrayList<>();

  /// Three stocks, two ETFs, and one of pennies; the first had a split 4 for 1.
  @BeforeEach
  void fill() {
    database.useTransaction(handle -> {
      handle.execute(
          """
          INSERT INTO equity_types (code, category, description, update_frequency, priority_level, loaded,
            requires_eod_validation)
          VALUES ('CS', 'Stocks', 'x', 'daily', 1, true, false), ('ETF', 'ETFs', 'x', 'daily', 1, true, false)
          ON CONFLICT DO NOTHING
          """);
      for (int i = 1; i <= NAMES; i++) {
        handle.execute(
            "INSERT INTO instrument (name, type, active, source) VALUES (?, ?, true, 'test')",
            "N" + i,
            i == 4 || i == 5 ? "ETF" : "CS");
        handle.execute(
            "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (?, ?, 'listed', 'test')",
            i,
            ticker(i));
      }
      handle.execute(
          "INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source) VALUES (1, 'split', ?, 1, 4, 'test')",
          SPLIT);
      var sessions = calendar.sessions(RANGE).stream().map(Session::date).toList();
      for (int i = 1; i <= NAMES; i++) {
        for (int k = 0; k < sessions.size(); k++) {
          var session = sessions.get(k);
          double price = i == 6 ? 0.5 : 40 * i * (i == 1 && session.isBefore(SPLIT) ? 4 : 1);
          double close = Math.round(price * (1 + 0.01 * Math.sin(k * 1.7 + i)) * 1e4) / 1e4;
          var row =
              new Row(
                  ticker(i),
                  session,
                  close,
                  close * 1.01,
                  close * 0.99,
                  close,
                  1_000_000 + 977 * k);
          rows.add(row);
          handle.execute(
              """
              INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source,
                provisional)
              VALUES (?, ?, ?, ?, ?, ?, ?, now(), 1, 1, false)
              """,
              i,
              session,
              row.open,
              row.high,
              row.low,
              row.close,
              row.volume);
        }
      }
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static String ticker(int i) {
    return "AA" + (char) ('A' + i - 1);
  }

  private interface Change {
    Row of(Row row);
  }

  private void change(String ticker, LocalDate session, Change change) {
    rows.replaceAll(
        row -> row.ticker.equals(ticker) && row.session.equals(session) ? change.of(row) : row);
  }

  private Path write() throws IOException {
    var files = new TreeMap<LocalDate, StringBuilder>();
    for (var row : rows) {
      files
          .computeIfAbsent(
              row.session,
              _ ->
                  new StringBuilder(
                      "ticker,volume,open,close,high,low,window_start,transactions\n"))
          .append(
              "%s,%s,%s,%s,%s,%s,%d,\n"
                  .formatted(
                      row.ticker,
                      row.volume,
                      row.open,
                      row.close,
                      row.high,
                      row.low,
                      Bar.startOfSession(row.session).toEpochMilli() * 1_000_000L));
    }
    var days = Files.createDirectories(folder.resolve("other/day_aggs_v1"));
    for (var file : files.entrySet()) {
      Files.writeString(days.resolve(file.getKey() + ".csv"), file.getValue().toString());
    }
    return folder.resolve("other");
  }

  private SecondSource.Result compare() throws IOException {
    return compare(Optional.empty(), 10_000, 1);
  }

  private SecondSource.Result compare(Optional<DateRange> range, int sample, long seed)
      throws IOException {
    return source.compare(
        new SecondSource.Asked(
            write(), BarInterval.DAY, "other", range, Set.of(), sample, seed, "test"));
  }

  private List<Finding> found() {
    return findings.list(
        new Findings.Filter(
            Optional.empty(),
            Severity.LOW,
            "second-source",
            Optional.empty(),
            DateRange.ALWAYS,
            1_000));
  }

  private void nothingIsKept() {
    assertThat(SecondSource.history(database, List.of(BarInterval.values()), 10)).isEmpty();
    assertThat(found()).isEmpty();
  }

  // ---- agreement

  @Test
  void aSourceThatSaysTheSameAgreesOnEveryBar() throws IOException {
    var comparison = compare().comparison();
    assertThat(comparison.sampled().agreed()).isEqualTo(rows.size());
    assertThat(comparison.sampled().disagreed()).isZero();
    assertThat(comparison.missingHere()).isZero();
    assertThat(comparison.missingThere()).isZero();
    assertThat(comparison.isClaimShown()).isFalse();
    assertThat(comparison.groups())
        .extracting(Comparison.Group::category)
        .containsExactly("all", "Stocks", "ETFs", "all", "Stocks", "ETFs");
    assertThat(found()).isEmpty();
    assertThat(SecondSource.latest(database, BarInterval.DAY)).contains(comparison);
  }

  @Test
  void aTickIsNoDisagreementAndTwoAre() throws IOException {
    change("AAB", DAY, row -> row.withClose(row.close + 0.01));
    change("AAC", DAY, row -> row.withClose(row.close + 0.02));
    change("AAF", DAY, row -> row.withClose(row.close + 0.0001));
    change("AAF", DAY.plusDays(1), row -> row.withClose(row.close + 0.0002));
    var comparison = compare().comparison();
    assertThat(comparison.sampled().disagreed()).isEqualTo(2);
    assertThat(found()).extracting(Finding::subject).containsExactlyInAnyOrder("AAC", "AAF");
  }

  @Test
  void aWrongCloseIsAFindingWithBothRows() throws IOException {
    change("AAB", DAY, row -> row.withClose(row.close * 1.05));
    assertThat(compare().comparison().newFindings()).isOne();
    assertThat(found())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.subject()).isEqualTo("AAB");
          assertThat(finding.first()).isEqualTo(DAY);
          assertThat(finding.severity()).isEqualTo(Severity.HIGH);
          assertThat(finding.summary()).contains("close", "here", "there", "other");
          var shown = EvidenceRows.of(database, finding);
          assertThat(shown.columns()).contains(">close", ">there_close", ">close_now");
          assertThat(shown.rows()).hasSize(1);
        });
  }

  @Test
  void volumesCountOnlyWhereTheyAreFarOff() throws IOException {
    change("AAB", DAY, row -> row.withVolume(row.volume * 0.8));
    change("AAC", DAY, row -> row.withVolume(row.volume * 5));
    var sampled = compare().comparison().sampled();
    assertThat(sampled.volumesApart()).isEqualTo(2);
    assertThat(sampled.disagreed()).isOne();
    assertThat(found()).singleElement().extracting(Finding::severity).isEqualTo(Severity.LOW);
  }

  @Test
  void aSourceThatCountsOtherTradesIsComparedByItsPrices() throws IOException {
    rows.replaceAll(row -> row.withVolume(Math.rint(row.volume / 40)));
    var result = compare();
    assertThat(result.comparison().sampled().disagreed()).isZero();
    assertThat(result.notes()).anyMatch(note -> note.contains("volumes"));
  }

  @Test
  void whatOneSideLacksIsCountedApart() throws IOException {
    rows.removeIf(row -> row.ticker.equals("AAB") && row.session.equals(DAY));
    database.useTransaction(handle ->
        handle.execute("DELETE FROM bar_daily WHERE instrument_id = 3 AND session = ?", DAY));
    var result = compare();
    assertThat(result.comparison().missingThere()).isOne();
    assertThat(result.comparison().missingHere()).isOne();
    assertThat(result.comparison().sampled().disagreed()).isZero();
    assertThat(result.notes()).anyMatch(note -> note.contains("AAC " + DAY));
  }

  @Test
  void theSameSeedDrawsTheSameBars() throws IOException {
    rows.replaceAll(
        row -> row.session.getDayOfMonth() % 3 == 0 ? row.withClose(row.close * 1.02) : row);
    var range = Optional.of(new DateRange(RANGE.first(), LocalDate.of(2025, 4, 30)));
    var first = compare(range, 100, 7).comparison();
    var again = compare(range, 100, 7).comparison();
    var other = compare(range, 100, 8).comparison();
    assertThat(first.sampled().compared()).isEqualTo(100);
    assertThat(again.sampled()).isEqualTo(first.sampled());
    assertThat(other.sampled().compared()).isEqualTo(100);
    assertThat(other.sampled().disagreed()).isNotEqualTo(first.sampled().disagreed());
  }

  @Test
  void barsInDoubtAreLookedAtWithoutASample() throws IOException {
    var last = RANGE.last();
    change("AAB", last, row -> row.withClose(row.close * 1.05));
    change("AAC", DAY, row -> row.withClose(row.close * 1.05));
    assertThat(compare(Optional.empty(), 0, 1).comparison().risky().disagreed()).isOne();
    database.useTransaction(handle ->
        handle.execute(
            """
            INSERT INTO bar_revision (instrument_id, session, open, high, low, close, known_from, known_until, run_id, source,
              suspicions)
            VALUES (3, ?, 1, 1, 1, 1, now() - interval '1 day', now(), 1, 1, 0)
            """,
            DAY));
    assertThat(compare(Optional.empty(), 0, 1).comparison().risky().disagreed()).isEqualTo(2);
    assertThat(
            SecondSource.history(database, List.of(BarInterval.values()), 1)
                .getFirst()
                .sampled()
                .compared())
        .isZero();
  }

  // ---- one finding with a history

  @Test
  void aFindingStaysUntilItsSourceAgreesOnThatBar() throws Exception {
    var right = List.copyOf(rows);
    change("AAB", DAY, row -> row.withClose(row.close * 1.05));
    compare();
    long id = found().getFirst().id();
    assertThat(compare(Optional.empty(), 0, 2).comparison().newFindings()).isZero();
    new QualityScan(database, TradingCalendar::of, () -> now)
        .run(new QualityScan.Asked("scan", RANGE, Set.of(), Set.of()));
    assertThat(findings.find(id).state()).isEqualTo(Finding.State.OPEN);

    rows = new ArrayList<>(right);
    source.compare(
        new SecondSource.Asked(
            write(), BarInterval.DAY, "a third", Optional.empty(), Set.of(), 10_000, 1, "test"));
    assertThat(findings.find(id).state()).isEqualTo(Finding.State.OPEN);

    assertThat(compare(Optional.empty(), 0, 3).comparison().resolved()).isOne();
    assertThat(findings.find(id).state()).isEqualTo(Finding.State.RESOLVED);
    assertThat(findings.events(id))
        .extracting(Finding.Event::event)
        .containsExactly("found", "resolved");
  }

  @Test
  void aComparisonOfSomeNamesLeavesTheOthersFindingsAlone() throws IOException {
    change("AAB", DAY, row -> row.withClose(row.close * 1.05));
    compare();
    var comparison =
        source
            .compare(
                new SecondSource.Asked(
                    write(),
                    BarInterval.DAY,
                    "other",
                    Optional.empty(),
                    Set.of(new InstrumentId(3)),
                    10_000,
                    1,
                    "test"))
            .comparison();
    assertThat(comparison.names()).isOne();
    assertThat(comparison.resolved()).isZero();
    assertThat(found()).singleElement().extracting(Finding::state).isEqualTo(Finding.State.OPEN);
  }

  @Test
  void aScanOfTheRuleIsRefused() {
    assertThatThrownBy(() ->
            new QualityScan(database, TradingCalendar::of, () -> now)
                .run(new QualityScan.Asked("x", RANGE, Set.of(), Set.of("second-source"))))
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("quality compare");
  }

  // ---- sources that can be no referee

  @Test
  void adjustedPricesAreRefused() {
    rows.replaceAll(
        row -> row.ticker.equals("AAA") && row.session.isBefore(SPLIT) ? row.times(0.25) : row);
    assertThatThrownBy(this::compare)
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("adjusted for splits")
        .hasMessageContaining("AAA")
        .hasMessageContaining("--from");
    nothingIsKept();
  }

  @Test
  void adjustedPricesAreRefusedAlsoWhereTheSplitCameLater() {
    rows.replaceAll(
        row -> row.ticker.equals("AAA") && row.session.isBefore(SPLIT) ? row.times(0.25) : row);
    var before = Optional.of(new DateRange(RANGE.first(), LocalDate.of(2025, 3, 31)));
    assertThatThrownBy(() -> compare(before, 50, 1)).hasMessageContaining("adjusted for splits");
    nothingIsKept();
  }

  @Test
  void adjustedPricesAreTakenAfterTheLastSplit() throws IOException {
    rows.replaceAll(
        row -> row.ticker.equals("AAA") && row.session.isBefore(SPLIT) ? row.times(0.25) : row);
    var after = Optional.of(new DateRange(SPLIT, RANGE.last()));
    assertThat(compare(after, 10_000, 1).comparison().sampled().disagreed()).isZero();
  }

  @Test
  void pricesWithDividendsTakenOutAreRefused() {
    rows.replaceAll(row -> row.times(0.99));
    assertThatThrownBy(this::compare)
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("dividends");
    nothingIsKept();
  }

  @Test
  void otherTickersAreRefused() {
    rows.replaceAll(row -> row.named("Z" + row.ticker));
    assertThatThrownBy(this::compare)
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("tickers")
        .hasMessageContaining("ZAAA");
    nothingIsKept();
  }

  @Test
  void theSameTickersOfOtherCompaniesAreRefused() {
    rows.replaceAll(row -> row.times(1.7));
    assertThatThrownBy(this::compare)
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("nothing to do with");
    nothingIsKept();
  }

  @Test
  void otherSessionsAreRefused() {
    rows.replaceAll(row -> row.on(row.session.plusDays(row.session.getDayOfMonth() % 5)));
    rows = new ArrayList<>(rows.stream().distinct().toList());
    assertThatThrownBy(this::compare)
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("no sessions");
    nothingIsKept();
  }

  @Test
  void daysAreThoseOfTheExchangeWhereTheNamesAreListed() throws IOException {
    database.useTransaction(handle -> handle.execute("UPDATE instrument SET mic = 'XTKS'"));
    assertThatThrownBy(this::compare)
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("no sessions of XTKS");
    nothingIsKept();
    database.useTransaction(
        handle -> handle.execute("UPDATE instrument SET mic = 'XNAS' WHERE id = 1"));
    assertThat(compare().comparison().sampled().disagreed()).isZero();
  }

  @Test
  void daysThatAreShiftedAreRefused() {
    rows.removeIf(row -> row.session.equals(RANGE.last()));
    rows.replaceAll(row -> row.on(calendar.next(row.session).date()));
    assertThatThrownBy(this::compare)
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("shifted");
    nothingIsKept();
  }

  @Test
  void anEmptyOrWrongFolderIsRefused() throws IOException {
    var empty = Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() ->
            source.compare(
                new SecondSource.Asked(
                    empty, BarInterval.DAY, "x", Optional.empty(), Set.of(), 10, 1, "test")))
        .isInstanceOf(DataFolderRefused.class);
    var other = Optional.of(new DateRange(LocalDate.of(2024, 1, 2), LocalDate.of(2024, 1, 31)));
    assertThatThrownBy(() -> compare(other, 10, 1))
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("2024-01-02");
    nothingIsKept();
  }

  @Test
  void aDamagedFileIsNamedAndTheOthersAreCompared() throws IOException {
    var other = write();
    Files.writeString(other.resolve("day_aggs_v1/" + DAY + ".csv"), "a,b\n1,2\n");
    var result =
        source.compare(
            new SecondSource.Asked(
                other, BarInterval.DAY, "other", Optional.empty(), Set.of(), 10_000, 1, "test"));
    assertThat(result.notes()).anyMatch(note -> note.contains(DAY + ".csv"));
    assertThat(result.comparison().sampled().agreed()).isEqualTo(rows.size() - NAMES);
    assertThat(result.comparison().missingThere()).isZero();
  }
}
