package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.SharedData;
import ai.tickstock.database.BinaryCopy;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.DayRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.DayFileRows;
import ai.tickstock.provider.flatfile.FileRead;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two vendors' bars of 2020: raw ones of three vendors, and split-adjusted ones without volumes of
/// a fourth.
class TwoRealSourcesTest {
  private static final String UNCHECKED = "a second source against real bars of another vendor";
  private static final LocalDate SPLIT = LocalDate.of(2020, 8, 31);

  private final Database database = TestPostgres.migrated();
  private final Instant now = Instant.parse("2021-01-04T12:00:00Z");
  private final SecondSource source = new SecondSource(database, TradingCalendar::of, () -> now);

  @AfterEach
  void close() {
    database.close();
  }

  private static Path folderOf(String file, int up) {
    var folder = SharedData.fileOrSkip(file, UNCHECKED).toAbsolutePath().normalize();
    for (int i = 0; i < up; i++) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static Path ours() {
    return folderOf("flatfiles/us_stocks_sip/day_aggs_v1/2020/01/2020-01-02.csv.gz", 3);
  }

  private static Path theirs() {
    return folderOf("daily/no_volume_2020_2021/AAPL.csv.gz", 1);
  }

  private SecondSource.Result compare(Path folder, LocalDate from) {
    return source.compare(
        new SecondSource.Asked(
            folder,
            BarInterval.DAY,
            "referee",
            Optional.of(new DateRange(from, LocalDate.of(2020, 12, 31))),
            Set.of(),
            100_000,
            1,
            "test"));
  }

  private List<Finding> found() {
    return new Findings(database, () -> now)
        .list(
            new Findings.Filter(
                Optional.empty(),
                Severity.LOW,
                "second-source",
                Optional.empty(),
                DateRange.ALWAYS,
                1_000));
  }

  @Test
  void theBarsAgreeWithThemselves() {
    load(ours());
    var comparison = compare(ours(), LocalDate.of(2020, 1, 2)).comparison();
    assertThat(comparison.sampled().agreed()).isEqualTo(50 * 253);
    assertThat(comparison.sampled().disagreed()).isZero();
    assertThat(comparison.missingHere() + comparison.missingThere()).isZero();
    assertThat(comparison.isClaimShown()).isFalse();
  }

  @Test
  void anotherVendorDisagreesWhereItIsKnownTo() {
    load(ours());
    var theirs = theirs();
    assertThatThrownBy(() -> compare(theirs, LocalDate.of(2020, 1, 2)))
        .isInstanceOf(QualityRefused.class)
        .hasMessageContaining("adjusted for splits")
        .hasMessageContaining("AAPL")
        .hasMessageContaining("times 0.25");
    assertThat(SecondSource.history(database, List.of(BarInterval.values()), 1)).isEmpty();

    var result = compare(theirs, SPLIT);
    // IBM's prices are adjusted for a spin-off of 2021 there; AAPL's opens are those of the whole
    // market there and of its own exchange here; KO and UNH have an odd high one day.
    assertThat(found())
        .extracting(finding -> finding.subject() + " " + finding.first() + " " + finding.sessions())
        .containsExactlyInAnyOrder(
            "IBM 2020-08-31 86", "AAPL 2020-08-31 66", "KO 2020-10-21 1", "UNH 2020-10-21 1");
    assertThat(found())
        .filteredOn(finding -> finding.subject().equals("IBM"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.summary()).contains("all closes times 0.956"));
    var sampled = result.comparison().sampled();
    assertThat(sampled.compared()).isEqualTo(16 * 86);
    assertThat(sampled.disagreed()).isEqualTo(86 + 66 + 2);
    assertThat(sampled.closesApart()).isEqualTo(86);
    assertThat(sampled.discrepancy().high()).isBetween(0.11, 0.13);
    assertThat(result.notes()).anyMatch(note -> note.contains("34 names"));
  }

  private void load(Path folder) {
    database.useTransaction(handle -> {
      Map<Symbol, Integer> ids = new HashMap<>();
      var days =
          DataFolder.open(folder).dayFiles().stream()
              .map(file -> ((FileRead.Complete<DayFileRows>) file.read()).value().rows())
              .toList();
      for (DayRows rows : days) {
        for (int row = 0; row < rows.size(); row++) {
          ids.putIfAbsent(rows.symbol(row), ids.size() + 1);
        }
      }
      ids.forEach((symbol, id) -> {
        handle.execute(
            "INSERT INTO instrument (id, name, active, provisional, source) OVERRIDING SYSTEM VALUE VALUES (?, ?, true, true, 'test')",
            id,
            symbol.ticker());
        handle.execute(
            "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (?, ?, 'bars', 'test')",
            id,
            symbol.ticker());
      });
      handle.execute(
          "INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source) VALUES (?, 'split', ?, 1, 4, 'test')",
          ids.get(new Symbol("AAPL")),
          SPLIT);
      try (var copy =
          BinaryCopy.start(
              handle,
              """
              COPY bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
              FROM STDIN (FORMAT BINARY)
              """)) {
        for (DayRows rows : days) {
          for (int row = 0; row < rows.size(); row++) {
            copy.row(11)
                .int4(ids.get(rows.symbol(row)))
                .date(rows.session())
                .float8(rows.open(row))
                .float8(rows.high(row))
                .float8(rows.low(row))
                .float8(rows.close(row))
                .float8OrNothing(rows.volume(row))
                .timestamptz(now)
                .int4(1)
                .int2(4)
                .bool(false);
          }
        }
        copy.finish();
      }
    });
  }
}
