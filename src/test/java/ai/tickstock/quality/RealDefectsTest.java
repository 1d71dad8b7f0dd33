package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import ai.tickstock.database.BinaryCopy;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The defects that are known in real bars.
class RealDefectsTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final DateRange RANGE =
      new DateRange(LocalDate.of(1962, 1, 2), LocalDate.of(2021, 3, 31));
  private static final List<String> FILES =
      List.of(
          "raw/SPY",
          "raw/QQQ",
          "raw/IWM",
          "raw/AAPL",
          "raw/IBM",
          "raw/BAC",
          "raw/EEM",
          "split_adjusted/ARKK",
          "split_adjusted/TSLA",
          "split_adjusted/NVDA",
          "split_adjusted/ABT",
          "split_adjusted/AXP",
          "split_adjusted/CSCO");

  private final Database database = TestPostgres.migrated();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theKnownDefectsAreFound() throws Exception {
    for (var name : FILES) {
      load(SharedData.fileOrSkip("daily/" + name + ".csv.gz", "the rules against real defects"));
    }
    new QualityScan(database, TradingCalendar::of, () -> Instant.parse("2021-04-01T12:00:00Z"))
        .run(new QualityScan.Asked("test", RANGE, Set.of(), Set.of()));
    var found =
        new Findings(database, () -> Instant.parse("2021-04-01T12:00:00Z"))
            .list(Findings.Filter.of(Optional.empty(), Integer.MAX_VALUE));
    var words =
        found.stream()
            .map(f ->
                f.rule()
                    + " "
                    + f.subject()
                    + " "
                    + f.first()
                    + " "
                    + f.sessions()
                    + ": "
                    + f.summary())
            .toList();
    assertThat(has(words, "missing-session QQQ 2004-12-01 ")).isTrue();
    assertThat(has(words, "recycled-ticker EEM ")).isTrue();
    assertThat(has(words, "ohlc ABT ")).isTrue();
    assertThat(has(words, "ohlc CSCO ")).isTrue();
    assertThat(has(words, "zero-volume AXP 1972-")).isTrue();
    assertThat(has(words, "zero-volume ARKK ")).isTrue();
    assertThat(has(words, "zero-volume TSLA 2017-07-03 ")).isTrue();
    assertThat(has(words, "zero-volume NVDA 2017-07-03 ")).isTrue();
    assertThat(has(words, "split-missing AAPL 2014-06-09 ")).isTrue();
    assertThat(has(words, "split-missing AAPL 2020-08-31 ")).isTrue();
  }

  private static boolean has(List<String> words, String beginning) {
    return words.stream().anyMatch(word -> word.startsWith(beginning));
  }

  private void load(Path file) throws IOException {
    var ticker = file.getFileName().toString().replace(".csv.gz", "");
    var rows = new ArrayList<String[]>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      reader.lines().skip(1).forEach(line -> rows.add(line.split(",", -1)));
    }
    database.useTransaction(handle -> {
      int id =
          handle
              .createQuery(
                  """
                  INSERT INTO instrument (name, active, provisional, source) VALUES (:name, true, true, 'test') RETURNING id
                  """)
              .bind("name", ticker)
              .mapTo(Integer.class)
              .one();
      handle.execute(
          "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (?, ?, 'bars', 'test')",
          id,
          ticker);
      try (var copy =
          BinaryCopy.start(
              handle,
              """
              COPY bar_daily (instrument_id, session, open, close, high, low, volume, known_from, run_id, source, provisional)
              FROM STDIN (FORMAT BINARY)
              """)) {
        for (var row : rows) {
          var session =
              Instant.ofEpochSecond(Math.floorDiv(Long.parseLong(row[6]), 1_000_000_000L))
                  .atZone(NEW_YORK)
                  .toLocalDate();
          copy.row(11).int4(id).date(session);
          for (int column = 2; column < 6; column++) {
            copy.float8(Double.parseDouble(row[column]));
          }
          copy.float8OrNothing(row[1].isEmpty() ? Double.NaN : Double.parseDouble(row[1]));
          copy.timestamptz(Instant.parse("2021-04-01T00:00:00Z")).int4(1).int2(4).bool(false);
        }
        copy.finish();
      }
    });
  }
}
