package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.ListExtent;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.Listed;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.SplitRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A part of production by the files that it exported.
class DevCopyFromExportTest {
  private static final String NOW = "2025-09-15T15:00:00Z";
  private static final String COPY = "dev copy --universe dev_top_10 --months 1 --from-files ";

  @TempDir Path folder;

  private final TestProgram production = TestProgram.onNewDatabase();
  private final TestProgram development = TestProgram.onNewDatabase();

  @BeforeEach
  void loadInProduction() throws InterruptedException {
    production.vendor.lists(
        Listed.as("AAPL").named("Apple Inc.").row(), Listed.as("MSFT").named("Microsoft").row());
    production.vendor.splits(
        new SplitRow(
            new Symbol("AAPL"),
            LocalDate.parse("2025-09-03"),
            BigDecimal.ONE,
            BigDecimal.valueOf(4),
            Optional.of("split-1")));
    production.setClock(NOW);
    development.setClock(NOW);
    production.load("2025-07-01", "2025-09-12", "AAPL", "MSFT");
  }

  @AfterEach
  void close() {
    production.close();
    development.close();
  }

  @Test
  void theCopyHoldsTheSameBarsSplitsAndNamesWithAFileAsTheirSource() {
    for (var format : List.of("parquet", "csv")) {
      export("--symbols AAPL,MSFT --months 2 --format " + format, format);
    }

    var copied = development.line(COPY + folder.resolve("parquet"));

    assertThat(copied.exitCode()).as(copied.err()).isEqualTo(ExitCode.DONE_IN_PART);
    assertThat(copied.err()).contains("not in the export: NVDA").doesNotContain("export: MSFT");
    for (var adjusted : List.of("none", "splits")) {
      var bars = "bars AAPL --from 2025-08-15 --to 2025-09-12 --format csv --adjusted " + adjusted;
      assertThat(numbers(development.line(bars))).isEqualTo(numbers(production.line(bars)));
    }
    assertThat(development.line("bars AAPL --days 2").out()).contains("ticker_file");
    assertThat(development.line("bars AAPL --months 3 --format csv").out().lines())
        .as("a month of the two that the export has")
        .hasSize(1 + 22);
    assertThat(development.line("symbols show MSFT").out()).contains("Microsoft");
    assertThat(development.line("runs list").out())
        .contains("dev copy of " + folder.resolve("parquet"));
    var again = development.line(COPY + folder.resolve("csv"));
    assertThat(again.out() + again.err()).contains("0 rows");
  }

  @Test
  void minutesComeBackAsTheyWereAlsoFromCsv() {
    production.line("load --symbols MSFT --days 2 --interval minute");
    export("--symbols MSFT --days 2 --interval minute --format csv", "minutes");
    export("--symbols MSFT --days 2", "days");

    var refused = development.line(COPY + folder.resolve("minutes"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("holds bars by minute: say --interval minute");
    development.line(COPY + folder.resolve("days"));
    var copied = development.line(COPY + folder.resolve("minutes") + " --interval minute");

    assertThat(copied.err()).contains("not in the export: AAPL");
    var bars = "bars MSFT --days 2 --interval minute --format csv";
    assertThat(numbers(development.line(bars)))
        .isEqualTo(numbers(production.line(bars)))
        .hasSize(7);
  }

  @Test
  void refusesWhatIsNoWholeExportOfRawBarsAndStoresNothing() throws IOException {
    assertRefused(folder, "holds no export of this program (there is no _manifest.json)");
    export("--symbols AAPL --months 1 --adjusted splits", "adjusted");
    assertRefused(folder.resolve("adjusted"), "adjusted for splits", "export without --adjusted");

    export("--symbols AAPL --months 1", "whole");
    var part = folder.resolve("whole/year=2025/bars.parquet");
    var bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    assertRefused(
        folder.resolve("whole"),
        part + " was changed since it was written",
        "export the bars again");
    Files.write(part, Arrays.copyOf(bytes, 100));
    assertRefused(folder.resolve("whole"), "has 100 bytes and not " + bytes.length);
    Files.delete(part);
    assertRefused(folder.resolve("whole"), part + " is missing");
    var manifest = folder.resolve("whole/_manifest.json");
    Files.writeString(manifest, Files.readString(manifest).substring(0, 200));
    assertRefused(folder.resolve("whole"), manifest + " is damaged");
    Files.writeString(manifest, "{\"rows\": 3}");
    assertRefused(folder.resolve("whole"), "another version of this program");
    assertThat(development.line("runs list").err()).contains("no runs yet");
  }

  @Test
  void refusesATickerThatIsAnotherInstrumentHere() throws InterruptedException {
    production.vendor.lists(Listed.as("NVDA").named("Nvidia").figi("BBG000BBJQV0").row());
    production.load("2025-09-02", "2025-09-12", "NVDA");
    export("--symbols NVDA --months 1", "nvidia");
    development.vendor.lists(Listed.as("NVDA").named("Another").figi("BBG00000OTHR").row());
    development.load("2025-09-02", "2025-09-05", "NVDA");
    var before = development.line("bars NVDA --months 1 --format csv").out();

    var refused = development.line(COPY + folder.resolve("nvidia"));

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("other instruments than in", "NVDA", "dev env create");
    assertThat(development.line("bars NVDA --months 1 --format csv").out()).isEqualTo(before);
  }

  @Test
  void aRenamedInstrumentComesWithBothTickersAndTheSplitBeforeTheRename() throws Exception {
    renameInProduction();
    for (var format : List.of("parquet", "csv")) {
      export("--symbols NVDA --months 2 --format " + format, format);
    }
    assertThat(read("SELECT DISTINCT symbol || ' ' || ticker FROM '%s/*/*.parquet' ORDER BY 1"))
        .containsExactly("NVDA NVDA", "NVDA NVID");
    assertThat(Files.readString(folder.resolve("parquet/_manifest.json")))
        .contains(
            "\"ticker\" : \"NVID\"",
            "\"validTo\" : \"2025-08-31\"",
            "\"validFrom\" : \"2025-09-01\"");

    var copied = development.line(COPY + folder.resolve("parquet"));

    assertThat(copied.err()).contains("not in the export: AAPL").doesNotContain("earlier version");
    for (var adjusted : List.of("none", "splits")) {
      var bars = "bars NVDA --from 2025-08-15 --to 2025-09-12 --format csv --adjusted " + adjusted;
      assertThat(numbers(development.line(bars))).isEqualTo(numbers(production.line(bars)));
    }
    var then = development.line("bars NVID@2025-08-20 --days 5 --format csv");
    assertThat(then.err()).startsWith("NVID was a ticker of what is NVDA #");
    assertThat(development.line("symbols show NVDA").out())
        .contains("NVID", "2025-08-31", "2025-09-01");
    var again = development.line(COPY + folder.resolve("csv"));
    assertThat(again.out() + again.err()).contains("0 rows");
    assertThat(
            development
                .line("symbols show NVDA")
                .out()
                .lines()
                .filter(line -> line.contains("2025-08-31")))
        .hasSize(1);
  }

  @Test
  void anExportOfBeforeTickersWereNotedIsReadAsBeforeAndSaysSo() throws Exception {
    renameInProduction();
    export("--symbols NVDA --months 2", "old");
    var manifest = folder.resolve("old/_manifest.json");
    var text = Files.readString(manifest);
    int tickers = text.indexOf(",\n    \"tickers\"");
    int after = text.indexOf("\n  } ]", tickers);
    Files.writeString(
        manifest,
        text.substring(0, tickers).replace("\"form\" : 3", "\"form\" : 2") + text.substring(after));

    var copied = development.line(COPY + folder.resolve("old"));

    assertThat(copied.err()).contains("did not note former tickers");
    var bars = "bars NVDA --from 2025-08-15 --to 2025-09-12 --format csv";
    assertThat(numbers(development.line(bars))).isEqualTo(numbers(production.line(bars)));
    assertThat(development.line("symbols show NVDA").out()).doesNotContain("NVID");

    Files.writeString(manifest, text.replace("2025-08-31", "2025-08-32"));
    assertRefused(folder.resolve("old"), manifest + " is damaged");
  }

  /// NVID becomes NVDA on 2025-09-01, after its split.
  private void renameInProduction() throws InterruptedException {
    var figi = "BBG000BBJQV0";
    production.vendor.lists(
        Listed.as("NVID").named("Nvidia").figi(figi).updated("2025-06-02T12:00:00Z").row());
    production.vendor.splits(
        new SplitRow(
            new Symbol("NVID"),
            LocalDate.parse("2025-08-20"),
            BigDecimal.ONE,
            BigDecimal.valueOf(10),
            Optional.of("split-2")));
    production.load("2025-07-01", "2025-08-29", "NVID");
    production.vendor.lists(
        Listed.as("NVDA").named("Nvidia").figi(figi).updated("2025-09-01T12:00:00Z").row());
    ListingSync.postgres(production.database())
        .apply(
            List.of(Listed.as("NVDA").named("Nvidia").figi(figi).row()),
            new ListSource("test", Instant.parse("2025-09-01T15:00:00Z")),
            ListExtent.PART);
    production.load("2025-09-02", "2025-09-12", "NVDA");
  }

  private List<String> read(String query) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query.formatted(folder.resolve("parquet")))) {
      var read = new ArrayList<String>();
      while (rows.next()) {
        read.add(rows.getString(1));
      }
      return read;
    }
  }

  @Test
  void asksFromWhereWhenBothOrNeitherAreGiven() {
    assertThat(development.line("dev copy --universe dev_etfs --months 1").err())
        .contains("say from where");
    assertThat(development.line(COPY + folder + " --from postgresql://a@b/c").err())
        .contains("say from where");
  }

  private void assertRefused(Path export, String... words) {
    var refused = development.line(COPY + export);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(words);
  }

  private void export(String options, String name) {
    var ended = production.line("export " + options + " " + folder.resolve(name));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }

  /// All but where it came from.
  private static List<String> numbers(TestProgram.Ended bars) {
    assertThat(bars.exitCode()).as(bars.err()).isZero();
    return bars.out()
        .lines()
        .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, 8)))
        .toList();
  }
}
