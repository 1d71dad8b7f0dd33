package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.flatfile.DataFolderRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/// Another vendor's minute files that say the same but for what is planted in them.
class SecondSourceMinutesTest {
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(2025, 3, 5), LocalDate.of(2025, 3, 13));
  private static final LocalDate DAY = LocalDate.of(2025, 3, 12);
  private static final LocalDate SPLIT = LocalDate.of(2025, 3, 11);
  private static final int NAMES = 4;
  private static final int MINUTES = 40;
  private static final String RULE = "second-source-minutes";

  private final Database database = TestPostgres.migrated();
  private final Instant now = Instant.parse("2025-07-01T12:00:00Z");
  private final Findings findings = new Findings(database, () -> now);
  private final SecondSource source = new SecondSource(database, TradingCalendar::of, () -> now);

  @TempDir private Path folder;

  private record Row(
      String ticker,
      Instant start,
      double open,
      double high,
      double low,
      double close,
      double volume) {
    Row withClose(double other) {
      return new Row(
          ticker, start, open, Math.max(high, other), Math.min(low, other), other, volume);
    }

    Row times(double factor) {
      return new Row(
          ticker,
          start,
          open * factor,
          high * factor,
          low * factor,
          close * factor,
          volume / factor);
    }

    Row named(String other) {
      return new Row(other, start, open, high, low, close, volume);
    }

    Row later(Duration by) {
      return new Row(ticker, start.plus(by), open, high, low, close, volume);
    }

    LocalDate session() {
      return Bar.dateOf(start);
    }

    int minuteOfHour() {
      return (int) (start.getEpochSecond() / 60 % 60);
    }
  }

  /// What the other vendor's folder has.
  private List<Row> rows = new ArrayList<>();

  /// Four names from 9:30 to 10:09; the first had a split 4 for 1.
  @BeforeEach
  void fill() {
    database.useTransaction(handle -> {
      handle.execute("SELECT ensure_bar_minute(?, ?)", RANGE.first(), RANGE.last());
      for (int i = 1; i <= NAMES; i++) {
        handle.execute(
            "INSERT INTO instrument (name, type, active, source) VALUES (?, 'CS', true, 'test')",
            "N" + i);
        handle.execute(
            "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (?, ?, 'listed', 'test')",
            i,
            ticker(i));
      }
      handle.execute(
          "INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source) VALUES (1, 'split', ?, 1, 4, 'test')",
          SPLIT);
      try (var copy =
          BinaryCopy.start(
              handle,
              """
              COPY bar_minute (instrument_id, start, open, high, low, close, volume, known_from, run_id, source, provisional)
              FROM STDIN (FORMAT BINARY)
              """)) {
        for (int i = 1; i <= NAMES; i++) {
          int k = 0;
          for (Session session : TradingCalendar.nyse().sessions(RANGE)) {
            for (int minute = 0; minute < MINUTES; minute++) {
              double price = 40 * i * (i == 1 && session.date().isBefore(SPLIT) ? 4 : 1);
              double close = Math.round(price * (1 + 0.01 * Math.sin(k++ * 1.7 + i)) * 1e4) / 1e4;
              var row =
                  new Row(
                      ticker(i),
                      session.open().plus(Duration.ofMinutes(minute)),
                      close,
                      close + 0.11,
                      close - 0.07,
                      close,
                      20_000 + 97 * k);
              rows.add(row);
              copy.row(11).int4(i).timestamptz(row.start);
              copy.float8(row.open).float8(row.high).float8(row.low).float8(row.close);
              copy.float8(row.volume).timestamptz(now).int4(1).int2(1).bool(false);
            }
          }
        }
        copy.finish();
      }
      handle.execute(
          """
          INSERT INTO minute_session (instrument_id, session, bars, regular_bars, regular_minutes, first_start, last_start,
            gap_at_open, gap_at_close, longest_gap, repeats, rejected, lost, is_partial, provisional, asked_at, run_id, source)
          SELECT instrument_id, CAST(start AT TIME ZONE 'America/New_York' AS date), count(*), count(*), 390, min(start),
                 max(start), 0, 0, 0, 0, 0, 0, false, false, now(), 1, 1
          FROM bar_minute GROUP BY 1, 2
          """);
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static String ticker(int i) {
    return "AA" + (char) ('A' + i - 1);
  }

  /// The fifth minute of a session.
  private static Instant minute(LocalDate session) {
    return TradingCalendar.nyse().session(session).orElseThrow().open().plus(Duration.ofMinutes(4));
  }

  private interface Change {
    Row of(Row row);
  }

  private void change(String ticker, Instant start, Change change) {
    rows.replaceAll(
        row -> row.ticker.equals(ticker) && row.start.equals(start) ? change.of(row) : row);
  }

  private Path write(String kind) throws IOException {
    var files = new TreeMap<LocalDate, StringBuilder>();
    for (var row : rows) {
      files
          .computeIfAbsent(
              row.session(),
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
                      row.start.toEpochMilli() * 1_000_000L));
    }
    var days = Files.createDirectories(folder.resolve("other").resolve(kind));
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
            write("minute_aggs_v1"),
            BarInterval.MINUTE,
            "other",
            range,
            Set.of(),
            sample,
            seed,
            "test"));
  }

  private List<Finding> found() {
    return findings.list(Findings.Filter.of(Optional.empty(), 1_000));
  }

  private void refused(String... words) {
    assertThatThrownBy(this::compare)
        .isInstanceOf(QualityRefused.class)
        .hasMessageContainingAll(words);
    assertThat(SecondSource.history(database, List.of(BarInterval.values()), 10)).isEmpty();
    assertThat(found()).isEmpty();
  }

  // ---- agreement

  @Test
  void aSourceThatSaysTheSameAgreesOnEveryMinute() throws IOException {
    var comparison = compare().comparison();
    assertThat(comparison.interval()).isEqualTo(BarInterval.MINUTE);
    assertThat(comparison.range()).isEqualTo(RANGE);
    assertThat(comparison.names()).isEqualTo(NAMES);
    assertThat(comparison.sampled().agreed()).isEqualTo(rows.size());
    assertThat(comparison.sampled().disagreed()).isZero();
    assertThat(comparison.sampled().agreement().low()).isBetween(0.99, 1.0);
    assertThat(comparison.missingHere() + comparison.missingThere()).isZero();
    assertThat(found()).isEmpty();
    assertThat(SecondSource.latest(database, BarInterval.MINUTE)).contains(comparison);
    assertThat(SecondSource.latest(database, BarInterval.DAY)).isEmpty();
  }

  @Test
  void aTickIsNoDisagreementAndTwoAreAFindingWithTheMinute() throws IOException {
    change("AAB", minute(DAY), row -> row.withClose(row.close + 0.01));
    change("AAC", minute(DAY), row -> row.withClose(row.close + 0.02));
    var comparison = compare().comparison();
    assertThat(comparison.sampled().disagreed()).isOne();
    assertThat(comparison.newFindings()).isOne();
    assertThat(found())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(RULE);
          assertThat(finding.subject()).isEqualTo("AAC");
          assertThat(finding.first()).isEqualTo(DAY);
          assertThat(finding.summary()).startsWith("2025-03-12 09:34: close").contains("(other)");
          var shown = EvidenceRows.of(database, finding);
          assertThat(shown.columns()).contains("minute", ">there_close", ">close_now");
          assertThat(shown.rows())
              .singleElement()
              .satisfies(row -> assertThat(row).contains(Optional.of("2025-03-12 09:34:00")));
        });
  }

  @Test
  void minutesOfOneNameAreOneFindingUntilTheSourceAgreesOnThem() throws Exception {
    var right = List.copyOf(rows);
    change("AAB", minute(DAY), row -> row.withClose(row.close * 1.02));
    change("AAB", minute(DAY).plusSeconds(60), row -> row.withClose(row.close * 1.01));
    compare();
    assertThat(found())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.summary()).startsWith("2 minutes; 2025-03-12 09:34: "));
    long id = found().getFirst().id();
    assertThat(compare(Optional.empty(), 0, 2).comparison().newFindings()).isZero();
    new QualityScan(database, TradingCalendar::of, () -> now)
        .run(new QualityScan.Asked("scan", RANGE, Set.of(), Set.of()));
    assertThat(findings.find(id).state()).isEqualTo(Finding.State.OPEN);

    rows = new ArrayList<>(right);
    assertThat(compare(Optional.empty(), 0, 3).comparison().resolved()).isOne();
    assertThat(findings.find(id).state()).isEqualTo(Finding.State.RESOLVED);
  }

  @Test
  void whatOneSideLacksIsCountedApart() throws IOException {
    rows.removeIf(row -> row.ticker.equals("AAB") && row.start.equals(minute(DAY)));
    database.useTransaction(handle ->
        handle.execute(
            "DELETE FROM bar_minute WHERE instrument_id = 3 AND start = ?", minute(DAY)));
    var result = compare();
    assertThat(result.comparison().missingThere()).isOne();
    assertThat(result.comparison().missingHere()).isOne();
    assertThat(result.comparison().sampled().disagreed()).isZero();
    assertThat(result.notes()).anyMatch(note -> note.contains("AAC " + DAY));
  }

  @Test
  void repeatedRowsCountOnceAndContradictingOnesAreLeftOut() throws IOException {
    rows.addAll(List.copyOf(rows.subList(0, 30)));
    rows.add(rows.get(100).withClose(rows.get(100).close * 1.01));
    var result = compare();
    assertThat(result.comparison().sampled().disagreed()).isZero();
    assertThat(result.comparison().missingThere()).isOne();
    assertThat(result.notes()).anyMatch(note -> note.startsWith("2 of its lines"));
  }

  @Test
  void theSameSeedDrawsTheSameMinutes() throws IOException {
    rows.replaceAll(row -> row.minuteOfHour() % 7 == 0 ? row.withClose(row.close + 0.05) : row);
    var first = compare(Optional.empty(), 200, 7).comparison();
    var again = compare(Optional.empty(), 200, 7).comparison();
    assertThat(first.sampled().compared()).isEqualTo(200);
    assertThat(again.sampled()).isEqualTo(first.sampled());
    assertThat(first.sampled().disagreed()).isBetween(5L, 60L);
  }

  @Test
  void minutesInDoubtAreThoseOfSessionsWithAFindingACorrectionOrASplit() throws IOException {
    var after = Optional.of(new DateRange(DAY, RANGE.last()));
    assertThat(compare(after, 10, 1).comparison().risky().compared()).isZero();
    database.useTransaction(handle ->
        handle.execute(
            """
            INSERT INTO bar_minute_revision (instrument_id, start, open, high, low, close, known_from, known_until, run_id,
              source, suspicions)
            VALUES (3, ?, 1, 1, 1, 1, now() - interval '1 day', now(), 1, 1, 0)
            """,
            minute(DAY)));
    assertThat(compare(after, 10, 1).comparison().risky().compared()).isEqualTo(MINUTES);
    var around = Optional.of(new DateRange(SPLIT.minusDays(1), SPLIT));
    assertThat(compare(around, 10, 1).comparison().risky().compared()).isEqualTo(2 * MINUTES);
  }

  // ---- sources that can be no referee

  @Test
  void adjustedPricesAreRefused() {
    rows.replaceAll(
        row -> row.ticker.equals("AAA") && row.session().isBefore(SPLIT) ? row.times(0.25) : row);
    refused("adjusted for splits", "AAA");
  }

  @Test
  void otherTickersAreRefused() {
    rows.replaceAll(row -> row.named("Z" + row.ticker));
    refused("tickers", "ZAAA");
  }

  @Test
  void barsOfFiveMinutesAreRefused() {
    rows.removeIf(row -> row.minuteOfHour() % 5 != 0);
    refused("every 5 minutes", "one-minute bars");
  }

  @Test
  void timesOfAnotherZoneAreRefused() {
    rows.replaceAll(row -> row.later(Duration.ofHours(5)));
    refused("5 hours later", "another time zone");
  }

  @Test
  void timesOfAnotherZoneAreRefusedAlsoWhereMostOfTheDayFellIntoAnother() {
    rows.replaceAll(row -> row.later(Duration.ofHours(14).plusMinutes(10)));
    refused("850 minutes later");
  }

  @Test
  void minutesNamedByTheirEndAreRefused() {
    rows.replaceAll(row -> row.later(Duration.ofMinutes(1)));
    refused("1 minute later");
  }

  @Test
  void winterAndSummerTimeOfAnotherZoneAreSeenTogether() {
    rows.replaceAll(
        row -> row.later(Duration.ofHours(row.session().isBefore(DAY.minusDays(2)) ? 5 : 4)));
    refused("hours later");
  }

  @Test
  void timesAtWhichNothingIsStoredAreRefused() {
    rows.replaceAll(row -> row.later(Duration.ofHours(5)).times(1.3));
    refused("none of the", "its times are others");
  }

  @Test
  void daysInPlaceOfMinutesAreRefused() throws IOException {
    var other = write("day_aggs_v1");
    assertThatThrownBy(() ->
            source.compare(
                new SecondSource.Asked(
                    other, BarInterval.MINUTE, "x", Optional.empty(), Set.of(), 10, 1, "test")))
        .isInstanceOf(DataFolderRefused.class)
        .hasMessageContaining("no minute file");
    var outside = Optional.of(new DateRange(LocalDate.of(2024, 1, 2), LocalDate.of(2024, 1, 31)));
    assertThatThrownBy(() -> compare(outside, 10, 1))
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("2024-01-02");
  }
}
