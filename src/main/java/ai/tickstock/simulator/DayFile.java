package ai.tickstock.simulator;

import ai.tickstock.scenario.DayBar;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// The rows of one day file in columns, by ticker.
final class DayFile {
  private final LocalDate session;
  private final String[] tickers;
  private final double[] values;
  private final long[] trades;
  private static final int COLUMNS = 5;

  private DayFile(LocalDate session, List<DayBar> rows) {
    this.session = session;
    int size = rows.size();
    tickers = new String[size];
    values = new double[COLUMNS * size];
    trades = new long[size];
    for (int i = 0; i < size; i++) {
      var row = rows.get(i);
      tickers[i] = row.ticker().intern();
      values[COLUMNS * i] = row.open();
      values[COLUMNS * i + 1] = row.high();
      values[COLUMNS * i + 2] = row.low();
      values[COLUMNS * i + 3] = row.close();
      values[COLUMNS * i + 4] = row.volume();
      trades[i] = row.trades();
    }
  }

  /// @throws IllegalStateException if a row is not in the format, naming file and row
  static DayFile read(Path file, LocalDate session) {
    var rows = new ArrayList<DayBar>();
    try (var csv =
        CsvReader.builder()
            .ofNamedCsvRecord(
                new InputStreamReader(
                    new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))),
                    StandardCharsets.UTF_8))) {
      for (var row : csv) {
        rows.add(bar(file, row, session));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the day file " + file, e);
    }
    rows.sort((a, b) -> a.ticker().compareTo(b.ticker()));
    return new DayFile(session, rows);
  }

  private static DayBar bar(Path file, NamedCsvRecord row, LocalDate session) {
    try {
      var volume = row.getField("volume");
      var trades = row.getField("transactions");
      return new DayBar(
          row.getField("ticker"),
          session,
          Double.parseDouble(row.getField("open")),
          Double.parseDouble(row.getField("high")),
          Double.parseDouble(row.getField("low")),
          Double.parseDouble(row.getField("close")),
          volume.isEmpty() ? Double.NaN : Double.parseDouble(volume),
          Double.NaN,
          trades.isEmpty() ? -1 : Long.parseLong(trades),
          false);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "the day file " + file + ", line " + row.getStartingLineNumber() + ": " + e.getMessage(),
          e);
    }
  }

  List<DayBar> all() {
    var rows = new ArrayList<DayBar>(tickers.length);
    for (int i = 0; i < tickers.length; i++) {
      rows.add(row(i));
    }
    return rows;
  }

  /// The rows of a ticker: none, one, or more where the file repeats it.
  List<DayBar> of(String ticker) {
    int place = Arrays.binarySearch(tickers, ticker);
    if (place < 0) {
      return List.of();
    }
    while (place > 0 && tickers[place - 1].equals(ticker)) {
      place--;
    }
    var rows = new ArrayList<DayBar>(1);
    for (; place < tickers.length && tickers[place].equals(ticker); place++) {
      rows.add(row(place));
    }
    return rows;
  }

  private DayBar row(int i) {
    return new DayBar(
        tickers[i],
        session,
        values[COLUMNS * i],
        values[COLUMNS * i + 1],
        values[COLUMNS * i + 2],
        values[COLUMNS * i + 3],
        values[COLUMNS * i + 4],
        Double.NaN,
        trades[i],
        false);
  }
}
