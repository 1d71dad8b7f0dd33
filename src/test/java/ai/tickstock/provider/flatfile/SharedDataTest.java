package ai.tickstock.provider.flatfile;

import static ai.tickstock.provider.flatfile.BarFiles.complete;
import static ai.tickstock.provider.flatfile.BarFiles.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads the project's real data, which lies beside the checkout and never in it.
class SharedDataTest {
  private static final DateRange ALWAYS =
      new DateRange(LocalDate.of(1900, 1, 1), LocalDate.of(2099, 12, 31));

  private static Path data(String what) {
    var path = Path.of(System.getProperty("tickstock.shared-data", "../shared/data"));
    boolean there = Files.isDirectory(path);
    var skipped =
        "SKIPPED, NOT CHECKED: " + what + " (no real data in " + path.toAbsolutePath() + ")";
    if (!there) {
      System.out.println(skipped);
    }
    assumeTrue(there, skipped);
    return path;
  }

  @Test
  void readsAllSessionsOf2020FromTheDataFolder() {
    var folder = DataFolder.open(data("the 253 real day files of 2020"));
    System.out.println(folder);
    assertThat(folder.dayFiles()).hasSize(253);
    assertThat(folder.reference().orElseThrow().rows()).hasSize(13_048);
    assertThat(folder.reference().orElseThrow().testIssues()).isEqualTo(8);
    assertThat(folder.splits()).hasSize(11);
    assertThat(folder.dividends()).hasSize(1_058);
    assertThat(folder.datedLists()).hasSize(16);
    var total = FileCounts.NONE;
    var closes = new HashMap<String, Double>();
    for (var file : folder.dayFiles()) {
      var bars = complete(file.read());
      assertThat(rows(bars)).as(file.toString()).hasSize(50);
      total = total.plus(bars.counts());
      rows(bars).forEach(row -> closes.put(row.symbol() + " " + file.session(), row.close()));
    }
    assertThat(total).isEqualTo(new FileCounts(253 * 50, 253 * 50, 0, 0, 0, 0, 0, 0));
    assertThat(closes)
        .containsEntry("SPY 2020-03-23", 222.95)
        .containsEntry("AAPL 2020-08-28", 499.23)
        .containsEntry("AAPL 2020-08-31", 129.04);
  }

  @Test
  void readsTheWholeMarketOfMay2015() {
    var folder =
        DataFolder.open(data("the whole market of May 2015").resolve("flatfiles_market_2015"));
    assertThat(folder.dayFiles()).hasSize(20);
    var total = FileCounts.NONE;
    var symbols = new HashSet<Symbol>();
    for (var file : folder.dayFiles()) {
      var bars = complete(file.read());
      rows(bars).forEach(row -> symbols.add(row.symbol()));
      total = total.plus(bars.counts());
    }
    System.out.println("May 2015: " + total + ", " + symbols.size() + " tickers");
    assertThat(total.hasDefects()).isFalse();
    assertThat(total.rows()).isEqualTo(total.lines()).isGreaterThan(100_000);
    assertThat(symbols).hasSizeGreaterThan(5_900);
  }

  @ParameterizedTest
  @CsvSource({"raw,7", "split_adjusted,44", "no_volume_2020_2021,29"})
  void readsEveryPerTickerFile(String name, int files) {
    var folder = DataFolder.open(data("the per-ticker files of " + name).resolve("daily/" + name));
    System.out.println(folder);
    assertThat(folder.tickerFiles()).hasSize(files);
    for (var file : folder.tickerFiles()) {
      var bars = complete(file.read(ALWAYS));
      System.out.println(
          name
              + " "
              + file.symbol()
              + ": "
              + bars.counts()
              + ", first "
              + Stamps.day(bars.rows().getFirst().start()));
      assertThat(bars.counts().hasDefects()).as(file.toString()).isFalse();
      assertThat(bars.counts().rows()).isEqualTo(bars.counts().lines());
    }
  }

  @Test
  void readsEveryMinuteFile() {
    var folder = DataFolder.open(data("the 53 real minute files"));
    assertThat(folder.minuteFiles()).hasSize(53);
    var total = FileCounts.NONE;
    for (var file : folder.minuteFiles()) {
      total = total.plus(complete(file.read(symbol -> true)).counts());
    }
    System.out.println("minutes: " + total);
    // EWZ and IBB of 2019-12-16, SPY of 2019-12-20 and EWZ of 2019-12-30 have a line without prices
    assertThat(total).isEqualTo(new FileCounts(70_942, 70_938, 0, 0, 0, 4, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    // extended hours; the vendor of 2016 stamps the closing auction 16:00
    "2013-10-04, SPY, 711, 711, 04:06, 19:59",
    "2014-06-09, AAPL, 834, 834, 04:00, 19:59",
    "2016-04-15, MSFT, 391, 391, 09:30, 16:00",
    // an early close, a part of a day, a minute that stands there empty too, a file full of repeats
    "2019-12-24, SPY, 211, 211, 09:30, 13:00",
    "2019-12-13, SPY, 299, 299, 11:00, 15:59",
    "2019-12-20, SPY, 388, 388, 09:30, 15:59",
    "2020-01-14, SPY, 3964, 388, 09:30, 15:59"
  })
  void readsTheMinutesOf(
      LocalDate session, String ticker, int rows, int minutes, LocalTime first, LocalTime last) {
    var files =
        DataFolder.open(data("the minutes of " + ticker + " on " + session))
            .minuteFiles(DateRange.of(session));
    var read = complete(files.getFirst().read(new Symbol(ticker)::equals)).rows().getFirst();
    assertThat(read.size()).isEqualTo(rows);
    var starts = IntStream.range(0, rows).mapToLong(read::startMillis).distinct().toArray();
    assertThat(starts).isSorted().hasSize(minutes);
    assertThat(newYork(starts[0])).isEqualTo(session.atTime(first));
    assertThat(newYork(starts[minutes - 1])).isEqualTo(session.atTime(last));
  }

  private static LocalDateTime newYork(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), Bar.NEW_YORK);
  }

  @Test
  void readsEveryDatedList() {
    for (var list : DataFolder.open(data("the dated lists of January 2025")).datedLists()) {
      assertThat(complete(list.read()).rows()).hasSizeGreaterThan(6_000);
    }
  }
}
