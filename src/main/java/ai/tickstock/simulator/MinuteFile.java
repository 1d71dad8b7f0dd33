package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/// The rows of one minute file in columns, by ticker, repeated and partial ones as they are.
final class MinuteFile {
  private final Map<String, MinuteRows> rows;

  private MinuteFile(Map<String, MinuteRows> rows) {
    this.rows = Map.copyOf(rows);
  }

  /// @throws IllegalStateException if a row is not in the format, naming file and line
  static MinuteFile read(Path file) {
    var builders = new HashMap<String, MinuteRows.Builder>();
    try (var csv =
        CsvReader.builder()
            .ofNamedCsvRecord(
                new InputStreamReader(
                    new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))),
                    StandardCharsets.UTF_8))) {
      for (var row : csv) {
        add(file, builders, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the minute file " + file, e);
    }
    var rows = new HashMap<String, MinuteRows>();
    builders.forEach((ticker, builder) -> rows.put(ticker, builder.build().ascending()));
    return new MinuteFile(rows);
  }

  private static void add(Path file, Map<String, MinuteRows.Builder> rows, NamedCsvRecord row) {
    try {
      var volume = row.getField("volume");
      var trades = row.getField("transactions");
      rows.computeIfAbsent(row.getField("ticker"), t -> MinuteRows.of(new Symbol(t)))
          .add(
              TimeUnit.NANOSECONDS.toMillis(Long.parseLong(row.getField("window_start"))),
              Double.parseDouble(row.getField("open")),
              Double.parseDouble(row.getField("high")),
              Double.parseDouble(row.getField("low")),
              Double.parseDouble(row.getField("close")),
              volume.isEmpty() ? Double.NaN : Double.parseDouble(volume),
              Double.NaN,
              trades.isEmpty() ? -1 : Integer.parseInt(trades));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the minute file "
              + file
              + ", line "
              + row.getStartingLineNumber()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /// Ascending by start; empty if the file has none of the ticker.
  MinuteRows of(String ticker) {
    var own = rows.get(ticker);
    return own == null ? MinuteRows.of(new Symbol(ticker)).build() : own;
  }
}
