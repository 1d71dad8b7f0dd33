package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.SplitRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private static final String BARS =
      "SELECT CAST(session AS VARCHAR) || ',' || open || ',' || high || ',' || low || ',' || close"
          + " || ',' || volume || ',' || trades FROM %s WHERE symbol = 'AAPL' ORDER BY session";

  @TempDir Path folder;

  private final TestProgram program = TestProgram.onNewDatabase();

  @BeforeEach
  void loadOverTheTurnOfAYear() throws InterruptedException {
    program.vendor.lists(
        Listed.as("AAPL").named("Apple Inc.").row(), Listed.as("MSFT").named("Microsoft").row());
    program.vendor.splits(
        new SplitRow(
            new Symbol("AAPL"),
            LocalDate.parse("2025-01-08"),
            BigDecimal.ONE,
            BigDecimal.valueOf(4),
            Optional.of("split-1")));
    program.setClock("2025-01-15T15:00:00Z");
    program.load("2024-12-27", "2025-01-14", "AAPL", "MSFT");
  }

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void whatIsReadBackFromParquetIsWhatIsStored() throws SQLException, IOException {
    var out = folder.resolve("bars");

    var ended = export("--symbols AAPL,MSFT --from 2024-12-27 --to 2025-01-14", out);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("year=2024/bars.parquet", "year=2025/bars.parquet");
    assertThat(ended.err()).contains("22 rows of 2 symbols, read back and counted");
    assertThat(read(BARS.formatted("read_parquet('" + out + "/*/*.parquet')")))
        .isEqualTo(stored("bars AAPL --from 2024-12-27 --to 2025-01-14"))
        .hasSize(11);
    assertThat(
            read(
                "SELECT year || ' ' || count(*) FROM read_parquet('"
                    + out
                    + "/*/*.parquet',"
                    + " hive_partitioning = true) GROUP BY year ORDER BY year"))
        .containsExactly("2024 6", "2025 16");
    assertThat(Files.readString(out.resolve("_manifest.json")))
        .contains(
            "\"rows\" : 22", "\"file\" : \"year=2024/bars.parquet\"", "\"adjusted\" : \"none\"");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(out);
    }
  }

  @Test
  void csvHoldsTheSameAdjustedForSplits() throws SQLException {
    var out = folder.resolve("bars");

    export("--symbols AAPL --from 2025-01-02 --to 2025-01-14 --adjusted splits --format csv", out);

    assertThat(read(BARS.formatted("read_csv('" + out + "/*/*.csv')")))
        .isEqualTo(stored("bars AAPL --from 2025-01-02 --to 2025-01-14 --adjusted splits"))
        .hasSize(8);
  }

  @Test
  void minutesHaveTheirStartInUtc() throws SQLException {
    program.line("load --symbols MSFT --days 2 --interval minute");
    var out = folder.resolve("minutes");

    assertThat(export("--symbols MSFT --days 2 --interval minute", out).exitCode()).isZero();

    var first = program.line("bars MSFT --days 2 --interval minute --format csv").out().lines();
    assertThat(
            read(
                "SELECT strftime(min(start) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') FROM"
                    + " read_parquet('"
                    + out
                    + "/*/*.parquet')"))
        .containsExactly(first.skip(1).findFirst().orElseThrow().split(",")[0]);
  }

  @Test
  void saysWhyAFolderCannotBeMade() throws IOException {
    var file = Files.writeString(folder.resolve("notes.txt"), "mine");
    var below = file.resolve("bars");

    var refused = export("--symbols AAPL --days 5", below);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .endsWith("tickstock: cannot write to " + below + ": " + file + " is in the way\n");
  }

  @Test
  void leavesAFolderAloneThatHoldsSomethingElse() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    var refused = export("--symbols AAPL --days 5 --replace", folder);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("is not empty and holds no export");
    assertThat(folder.resolve("mine.txt")).hasContent("mine");

    var out = folder.resolve("bars");
    export("--symbols AAPL --days 5", out);
    assertThat(export("--symbols AAPL --days 5", out).err()).contains("--replace replaces it");
    assertThat(export("--symbols AAPL --days 3 --replace", out).err()).contains("3 rows");
  }

  @Test
  void saysWhoHasNoBarsAndWritesNothingWhenNobodyHas() {
    var out = folder.resolve("bars");
    assertThat(export("--symbols AAPL --from 2024-06-03 --to 2024-06-28", out).err())
        .contains("no day bars of these are stored in 2024-06-03..2024-06-28");
    assertThat(out).doesNotExist();
    program.setClock("2025-09-15T15:00:00Z"); // the universe is younger than the bars
    var part = export("--universe dev_top_10 --from 2025-01-06 --to 2025-01-14", out);
    assertThat(part.exitCode()).isEqualTo(3);
    assertThat(part.err()).contains("no bars of: ", "TSLA");
    assertThat(program.line("export --days 5 " + out).err()).contains("say what to export");
  }

  private TestProgram.Ended export(String options, Path out) {
    return program.line("export " + options + " " + out);
  }

  /// Session, open, high, low, close, volume and trades as DuckDB writes numbers.
  private List<String> stored(String command) {
    var rows = new ArrayList<String>();
    for (var line : program.line(command + " --format csv").out().lines().skip(1).toList()) {
      var cells = line.split(",");
      var text = new StringBuilder(cells[0]);
      for (int i = 1; i <= 5; i++) {
        text.append(',').append(Double.parseDouble(cells[i]));
      }
      rows.add(text.append(',').append(cells[7]).toString());
    }
    return rows;
  }

  private static List<String> read(String query) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var read = new ArrayList<String>();
      while (rows.next()) {
        read.add(rows.getString(1));
      }
      return read;
    }
  }
}
