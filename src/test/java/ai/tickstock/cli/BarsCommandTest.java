package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.ListExtent;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.Listed;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.SplitRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarsCommandTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @BeforeEach
  void listAapl() {
    program.vendor.lists(Listed.as("AAPL").named("Apple Inc.").row());
    program.vendor.splits(
        new SplitRow(
            new Symbol("AAPL"),
            LocalDate.parse("2024-01-25"),
            BigDecimal.ONE,
            BigDecimal.valueOf(4),
            Optional.of("split-1")));
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void printsRawBarsWithTheirShortestExactDigits() throws InterruptedException {
    program.load("2024-01-23", "2024-01-31", "AAPL");
    var ended = program.line("bars AAPL --days 2");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            session      open    high    low   close   volume    vwap  trades  state  source      flags  basis
            2024-01-30  99.94  101.19  99.19  100.19  1000000  100.19    5000  final  aggregates         raw
            2024-01-31  99.95   101.2   99.2   100.2  1000000   100.2    5000  final  aggregates         raw
            """);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void adjustsForSplitsOnReading() throws InterruptedException {
    program.load("2024-01-23", "2024-01-31", "AAPL");
    var ended =
        program.line("bars AAPL --from 2024-01-24 --to 2024-01-25 --adjusted splits --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            session,open,high,low,close,volume,vwap,trades,state,source,flags,basis
            2024-01-24,24.975,25.2875,24.7875,25.0375,4000000,25.0375,5000,final,aggregates,,splits
            2024-01-25,99.91,101.16,99.16,100.16,1000000,100.16,5000,final,aggregates,,splits
            """);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void warnsWhenSplitsOfThatTimeWereNeverAskedFor() throws InterruptedException {
    program.load("2024-01-23", "2024-01-31", "AAPL");
    program.database().useTransaction(h -> h.execute("DELETE FROM actions_covered"));
    var ended = program.line("bars AAPL --days 1 --adjusted all");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err())
        .isEqualTo(
            "warning: the splits and dividends of AAPL in 2024-01-31..2024-02-01 were not all asked"
                + " for; the adjusted prices are as good as the 1 split that is known\n");
    assertThat(ended.out()).contains("splits_dividends");
  }

  @Test
  void showsWhatWasKnownAtAnInstant() throws InterruptedException {
    program.load("2024-01-31", "2024-01-31", "AAPL");
    var ended = program.line("bars AAPL --known-at 2020-01-01T00:00:00Z --json");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).isEqualTo("[ ]\n");
    assertThat(ended.err())
        .isEqualTo(
            "no daily bars of AAPL are stored as known at 2020-01-01T00:00:00Z; without --known-at"
                + " it is what is known now\n");
  }

  @Test
  void findsTheHolderOfATickerOnADate() throws InterruptedException {
    var listing = ListingSync.postgres(program.database());
    listing.apply(
        List.of(Listed.as("FB").named("Facebook").figi("BBG000MM2P62").row()),
        new ListSource("test", Instant.parse("2021-01-04T15:00:00Z")),
        ListExtent.PART);
    listing.apply(
        List.of(Listed.as("META").named("Meta Platforms").figi("BBG000MM2P62").row()),
        new ListSource("test", Instant.parse("2022-06-09T15:00:00Z")),
        ListExtent.PART);
    program.vendor.lists(Listed.as("META").named("Meta Platforms").figi("BBG000MM2P62").row());
    program.load("2024-01-31", "2024-01-31", "META");
    var ended = program.line("bars FB@2021-06-01 --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).contains("2024-01-31,99.95,101.2,99.2,100.2,");
    assertThat(ended.err()).startsWith("FB was a ticker of what is META #");
  }

  @Test
  void saysWhatToLoadWhenNothingIsStored() throws InterruptedException {
    program.load("2024-01-31", "2024-01-31", "AAPL");
    var ended = program.line("bars AAPL --from 2024-01-02 --to 2024-01-03 --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo("session,open,high,low,close,volume,vwap,trades,state,source,flags,basis\n");
    assertThat(ended.err())
        .isEqualTo(
            "no daily bars of AAPL are stored in 2024-01-02..2024-01-03; 'tickstock load --symbols"
                + " AAPL --from 2024-01-02 --to 2024-01-03' loads them\n");
  }

  @Test
  void anUnknownTickerIsAMisuseWithNearMatches() throws InterruptedException {
    program.load("2024-01-31", "2024-01-31", "AAPL");
    var ended = program.line("bars AAPLL");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo("tickstock: AAPLL is not known in this database; did you mean AAPL?\n");
  }

  @Test
  void aTickerWithoutLookAlikesSaysHowToAskForIt() {
    assertThat(program.line("bars ZZTOP").err())
        .isEqualTo(
            "tickstock: ZZTOP is not known in this database; 'tickstock load --symbols ZZTOP' would"
                + " ask for it\n");
  }

  @Test
  void aDateOnWhichNobodyHeldTheTickerNamesTheKnownDates() {
    ListingSync.postgres(program.database())
        .apply(
            List.of(Listed.as("GONE").delisted("2023-05-01").row()),
            new ListSource("test", Instant.parse("2024-01-02T15:00:00Z")),
            ListExtent.WHOLE);
    var ended = program.line("bars GONE@2023-08-01");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .startsWith(
            "tickstock: nobody is known to have held GONE on 2023-08-01; holders are known for ");
  }

  @Test
  void refusesWhatIsNoTickerOrDateOrInterval() {
    assertThat(program.run("bars", "A B").err())
        .isEqualTo("tickstock: 'A B' is not a ticker; SYMBOL or SYMBOL@2021-06-01 is meant\n");
    assertThat(program.line("bars META@June").err())
        .isEqualTo("tickstock: 'June' is not a date; SYMBOL@2021-06-01 is meant\n");
    var hours = program.line("bars META --interval hour");
    assertThat(hours.exitCode()).isEqualTo(2);
    assertThat(hours.err()).contains("'hour'").contains("day").contains("minute");
  }

  @Test
  void barsAdjustedByTheirSourceAreNeverPrintedAsRaw(@TempDir Path folder)
      throws IOException, InterruptedException {
    long start = Bar.startOfSession(LocalDate.parse("2024-01-31")).getEpochSecond();
    Files.writeString(
        folder.resolve("SPY.csv"),
        "ticker,volume,open,close,high,low,window_start,transactions\n"
            + "SPY,100,48.5,48.6,49,48,"
            + start
            + "000000000,\n");
    program.useAnotherDatabaseForFiles();
    program.loadFiles(folder, true, "2024-01-31", "2024-01-31");

    var raw = program.line("bars SPY --real --format csv");
    assertThat(raw.exitCode()).isZero();
    assertThat(raw.out().lines()).hasSize(1);
    assertThat(raw.err())
        .isEqualTo(
            "of SPY only bars that their source had adjusted for splits are stored, 1 of them:"
                + " --adjusted splits prints them\n");

    var adjusted = program.line("bars SPY --real --adjusted splits --format csv");
    assertThat(adjusted.exitCode()).isZero();
    assertThat(adjusted.out())
        .contains(
            "2024-01-31,48.5,49,48,48.6,100,,,final,ticker_file_split_adjusted,,split_adjusted");
    assertThat(adjusted.err())
        .isEqualTo(
            "these bars were adjusted for splits by their source; as traded they are not stored\n");

    assertThat(program.line("bars SPY").exitCode()).isEqualTo(2);
  }
}
