package ai.tickstock.provider.flatfile;

import static ai.tickstock.provider.flatfile.BarFiles.AUG_12_2019;
import static ai.tickstock.provider.flatfile.BarFiles.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
  private static final String SPY = "SPY,1,1,1,1,1," + AUG_12_2019 + ",";

  @TempDir Path folder;

  private void bars(String file) {
    BarFiles.gzip(folder.resolve(file), HEADER, SPY);
  }

  private void dataFolder() {
    bars("QQQ.csv.gz");
    bars("flatfiles/us_stocks_sip/day_aggs_v1/2019/08/2019-08-12.csv.gz");
    bars("flatfiles/us_stocks_sip/day_aggs_v1/2019/08/2019-08-13.csv.gz");
    bars("flatfiles/us_stocks_sip/minute_aggs_v1/2019/08/2019-08-12.csv.gz");
    bars("daily/raw/SPY.csv.gz");
    bars("flatfiles_market_2015/us_stocks_sip/day_aggs_v1/2015/05/2015-05-01.csv.gz");
    BarFiles.gzip(
        folder.resolve("reference/tickers_all_2026-07-31.jsonl.gz"),
        "{\"ticker\":\"SPY\"}",
        "{\"ticker\":\"ZVZZT\",\"test_issue\":true}");
    BarFiles.gzip(
        folder.resolve("reference/listings_daily/2025-01-10.jsonl.gz"), "{\"ticker\":\"SQ\"}");
    BarFiles.plain(folder.resolve("reference/sp500_changes.csv"), "x");
    BarFiles.plain(folder.resolve("reference/listings_daily/notes.txt"), "x");
    BarFiles.plain(
        folder.resolve("actions/splits.csv"),
        "ticker,execution_date,split_from,split_to",
        "AAPL,2020-08-31,1,4");
    BarFiles.plain(
        folder.resolve("actions/etf_dividends.csv"),
        "ticker,ex_date,cash_amount",
        "AGG,2003-11-03,0.359",
        "AGG,2003-12-01,0.272");
    BarFiles.plain(folder.resolve("actions/lean_map_files.csv"), "current_ticker,last_date");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "flatfiles",
        "flatfiles/us_stocks_sip",
        "flatfiles/us_stocks_sip/day_aggs_v1",
        "flatfiles/us_stocks_sip/day_aggs_v1/2019",
        "flatfiles/us_stocks_sip/day_aggs_v1/2019/08"
      })
  void findsDayFilesFromEveryLevelDownToAMonth(String named) {
    dataFolder();
    var opened = DataFolder.open(folder.resolve(named));
    assertThat(opened.dayFiles())
        .extracting(DayFile::session)
        .containsExactly(LocalDate.of(2019, 8, 12), LocalDate.of(2019, 8, 13));
    assertThat(opened.tickerFiles()).isEmpty();
    assertThat(opened.dayFiles().getFirst().bytes()).isPositive();
  }

  @Test
  void takesFlatfilesReferenceAndActionsOfADataFolderAndSaysWhatItLeaves() {
    dataFolder();
    var opened = DataFolder.open(folder);
    assertThat(opened.summary())
        .isEqualTo(
            "2 day files 2019-08-12..2019-08-13, 1 minute file 2019-08-12, 1 reference list of 2026-07-31 (1 row, 1 test"
                + " issue left out), 1 split, 2 dividends; not taken: 1 older reference list,"
                + " 2 other files of reference/, actions/lean_map_files.csv, QQQ.csv.gz,"
                + " daily/, flatfiles_market_2015/");
    assertThat(opened.splits()).hasSize(1);
    assertThat(opened.dividends()).hasSize(2);
    assertThat(opened.reference().orElseThrow().asOf()).isEqualTo(LocalDate.of(2026, 7, 31));
    assertThat(opened.datedLists())
        .extracting(DatedList::asOf)
        .containsExactly(LocalDate.of(2025, 1, 10), LocalDate.of(2026, 7, 31));
    assertThat(opened.toString()).startsWith(opened.path() + ": 2 day files");
  }

  @Test
  void takesPerTickerFilesOnlyWhenTheirFolderIsNamed() {
    dataFolder();
    bars("daily/raw/BRK.B.csv");
    var opened = DataFolder.open(folder.resolve("daily/raw"));
    assertThat(opened.tickerFiles())
        .extracting(file -> file.symbol().ticker())
        .containsExactly("BRK.B", "SPY");
    assertThat(opened.dayFiles()).isEmpty();
    assertThat(opened.summary()).isEqualTo("2 per-ticker files (BRK.B, SPY)");
  }

  @Test
  void remindsOfTheOptionWhenTheFoldersNameSaysAdjusted() {
    bars("split_adjusted/SPY.csv.gz");
    assertThat(DataFolder.open(folder.resolve("split_adjusted")).summary())
        .contains("give --source-adjusted splits if so");
  }

  @Test
  void givesTheDayFilesOfARange() {
    dataFolder();
    var opened = DataFolder.open(folder);
    assertThat(opened.dayFiles(DateRange.of(LocalDate.of(2019, 8, 13)))).hasSize(1);
    assertThat(opened.dayFiles(DateRange.of(LocalDate.of(2020, 8, 13)))).isEmpty();
  }

  @Test
  void leavesFilesWithAnImpossibleOrNoDate() {
    bars("2019-08-12.csv.gz");
    bars("2019-02-30.csv.gz");
    bars("SPY.csv.gz");
    bars("old/2019-08-14.csv.gz");
    BarFiles.plain(folder.resolve("2019-08-15.csv.gz.part"), "x");
    BarFiles.plain(folder.resolve(".DS_Store"), "x");
    var opened = DataFolder.open(folder);
    assertThat(opened.dayFiles()).hasSize(1);
    assertThat(opened.notTaken())
        .containsExactly("2019-02-30.csv.gz", "2019-08-15.csv.gz.part", "SPY.csv.gz", "old/");
  }

  @Test
  void refusesTwoFilesForOneSessionOrTicker() {
    bars("days/2019-08-12.csv.gz");
    bars("days/2019-08-12.csv");
    bars("tickers/SPY.csv.gz");
    bars("tickers/SPY.csv");
    assertThatThrownBy(() -> DataFolder.open(folder.resolve("days")))
        .isInstanceOf(DataFolderRefused.class)
        .hasMessageContaining("two files for the session 2019-08-12");
    assertThatThrownBy(() -> DataFolder.open(folder.resolve("tickers")))
        .hasMessageContaining("two files for SPY");
  }

  @Test
  void saysWhatWasLookedForWhatIsThereAndWhatMayHaveBeenMeant() {
    dataFolder();
    assertThatThrownBy(() -> DataFolder.open(folder.resolve("daily")))
        .isInstanceOf(DataFolderRefused.class)
        .hasMessageContaining("nothing to load in " + folder.resolve("daily"))
        .hasMessageContaining("YYYY-MM-DD.csv.gz")
        .hasMessageContaining("SPY.csv.gz")
        .hasMessageContaining("Found raw/")
        .hasMessageContaining("Perhaps one of these was meant: " + folder.resolve("daily/raw"));
  }

  @Test
  void refusesEmptyMissingAndMisnamedFolders() throws IOException {
    assertThatThrownBy(() -> DataFolder.open(folder)).hasMessageContaining("an empty folder");
    assertThatThrownBy(() -> DataFolder.open(folder.resolve("none")))
        .hasMessageContaining("does not exist");
    var file = BarFiles.plain(folder.resolve("splits.csv"), "x");
    assertThatThrownBy(() -> DataFolder.open(file)).hasMessageContaining("import-actions FILE");
    Files.createDirectories(folder.resolve("data/actions"));
    assertThatThrownBy(() -> DataFolder.open(folder.resolve("data")))
        .hasMessageContaining("Found actions/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "flatfiles",
        "flatfiles/us_stocks_sip",
        "flatfiles/us_stocks_sip/minute_aggs_v1",
        "flatfiles/us_stocks_sip/minute_aggs_v1/2019",
        "flatfiles/us_stocks_sip/minute_aggs_v1/2019/08"
      })
  void findsMinuteFilesFromEveryLevelDownToAMonth(String named) {
    dataFolder();
    var opened = DataFolder.open(folder.resolve(named));
    assertThat(opened.minuteFiles())
        .extracting(MinuteFile::session)
        .containsExactly(LocalDate.of(2019, 8, 12));
    assertThat(opened.minuteFiles().getFirst().bytes()).isPositive();
    assertThat(opened.minuteFiles(DateRange.of(LocalDate.of(2019, 8, 12)))).hasSize(1);
    assertThat(opened.minuteFiles(DateRange.of(LocalDate.of(2019, 8, 13)))).isEmpty();
    opened.require(BarInterval.MINUTE);
  }

  @Test
  void findsMinuteFilesOfSeveralYears() {
    bars("minute_aggs_v1/2013/10/2013-10-04.csv.gz");
    bars("minute_aggs_v1/2020/01/2020-01-14.csv.gz");
    bars("minute_aggs_v1/2019/2019-12-24.csv.gz");
    bars("trades_v1/2019/2019-12-24.csv.gz");
    var opened = DataFolder.open(folder);
    assertThat(opened.summary())
        .isEqualTo("3 minute files 2013-10-04..2020-01-14; not taken: trades_v1/");
    assertThat(opened.dayFiles()).isEmpty();
  }

  @Test
  void tellsMinuteFilesByTheirFirstRowWhereNoFolderIsNamedAfterThem() {
    var minute = SPY.replace(AUG_12_2019, "1565616600000000000");
    BarFiles.gzip(folder.resolve("m/2019/2019-08-12.csv.gz"), HEADER, minute);
    BarFiles.plain(folder.resolve("m/2019/2019-08-13.csv"), "anything");
    bars("d/2019-08-12.csv.gz");
    BarFiles.plain(folder.resolve("broken/2019-08-12.csv"), "anything");
    assertThat(DataFolder.open(folder.resolve("m")).minuteFiles()).hasSize(2);
    assertThat(DataFolder.open(folder.resolve("d")).dayFiles()).hasSize(1);
    assertThat(DataFolder.open(folder.resolve("broken")).dayFiles()).hasSize(1);
  }

  @Test
  void saysWhatALoadOfOneIntervalLeaves() {
    dataFolder();
    var opened = DataFolder.open(folder.resolve("flatfiles"));
    assertThat(opened.summary(BarInterval.DAY))
        .isEqualTo("2 day files 2019-08-12..2019-08-13; not taken: 1 minute file 2019-08-12");
    assertThat(opened.summary(BarInterval.MINUTE))
        .isEqualTo("1 minute file 2019-08-12; not taken: 2 day files 2019-08-12..2019-08-13");
  }

  @Test
  void saysWhichIntervalAFolderFits() {
    dataFolder();
    var days = folder.resolve("flatfiles/us_stocks_sip/day_aggs_v1");
    var minutes = folder.resolve("flatfiles/us_stocks_sip/minute_aggs_v1");
    DataFolder.open(days).require(BarInterval.DAY);
    assertThatThrownBy(() -> DataFolder.open(days).require(BarInterval.MINUTE))
        .isInstanceOf(DataFolderRefused.class)
        .hasMessage(
            days
                + " has no minute file (us_stocks_sip/minute_aggs_v1/YYYY/MM/YYYY-MM-DD.csv.gz), but"
                + " 2 day files 2019-08-12..2019-08-13: these are loaded with --interval day");
    assertThatThrownBy(() -> DataFolder.open(minutes).require(BarInterval.DAY))
        .isInstanceOf(DataFolderRefused.class)
        .hasMessage(
            minutes
                + " has no day file (us_stocks_sip/day_aggs_v1/YYYY/MM/YYYY-MM-DD.csv.gz) and no"
                + " per-ticker file, but 1 minute file 2019-08-12: these are loaded with --interval"
                + " minute");
  }

  @Test
  void saysThatMinutesOfPerTickerFilesCannotBeLoaded() {
    dataFolder();
    var raw = DataFolder.open(folder.resolve("daily/raw"));
    raw.require(BarInterval.DAY);
    assertThatThrownBy(() -> raw.require(BarInterval.MINUTE))
        .hasMessageEndingWith(
            "but 1 per-ticker file (SPY): these are loaded with --interval day. Per-ticker files of"
                + " minutes cannot be loaded");
  }

  @Test
  void saysThatADataFolderHasNoBarsAtAll() {
    dataFolder();
    BarFiles.plain(
        folder.resolve("facts/actions/splits.csv"),
        "ticker,execution_date,split_from,split_to",
        "AAPL,2020-08-31,1,4");
    assertThatThrownBy(() -> DataFolder.open(folder.resolve("facts")).require(BarInterval.MINUTE))
        .hasMessageEndingWith("YYYY-MM-DD.csv.gz)");
  }

  @Test
  void refusesTradesAndQuotes() {
    bars("us_stocks_sip/trades_v1/2019/2019-08-12.csv.gz");
    assertThatThrownBy(() -> DataFolder.open(folder.resolve("us_stocks_sip/trades_v1/2019")))
        .hasMessageContaining("holds trades_v1 files; only daily and minute bars can be loaded");
  }

  @Test
  void refusesAFolderOfCsvFilesThatAreNoBars() {
    dataFolder();
    assertThatThrownBy(() -> DataFolder.open(folder.resolve("actions")))
        .isInstanceOf(DataFolderRefused.class)
        .hasMessageContaining("are no bar files")
        .hasMessageContaining("etf_dividends.csv, line 1");
  }

  @Test
  void refusesADataFolderWithADamagedListOrActionFile() {
    dataFolder();
    BarFiles.plain(folder.resolve("actions/more.csv"), "ticker,when", "A,1");
    assertThatThrownBy(() -> DataFolder.open(folder))
        .isInstanceOf(DataFolderRefused.class)
        .hasMessageContaining("more.csv, line 1");
  }

  @Test
  void refusesCountsThatLoseALine() {
    assertThatThrownBy(() -> new FileCounts(3, 1, 1, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 lines accounted for, but 3 were read");
  }

  @Test
  void writesCountsForPeople() {
    var counts = new FileCounts(12_010, 12_000, 1, 4, 3, 2, 0, 0).plus(FileCounts.NONE);
    assertThat(counts)
        .hasToString("12,000 rows, 1 exact repeat, 4 contradicting, 3 misdated, 2 malformed");
    assertThat(new FileCounts(3, 1, 2, 0, 0, 0, 0, 0)).hasToString("1 row, 2 exact repeats");
  }
}
