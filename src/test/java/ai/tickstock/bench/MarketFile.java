package ai.tickstock.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// A flat file as the vendor publishes it: `ticker,volume,open,close,high,low,window_start,…`,
/// gzip.
final class MarketFile implements AutoCloseable {
  private static final String HEADER =
      "ticker,volume,open,close,high,low,window_start,transactions\n";

  private final OutputStream out;
  private final StringBuilder line = new StringBuilder(HEADER);

  MarketFile(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    out =
        new GZIPOutputStream(Files.newOutputStream(file), 1 << 16) {
          {
            def.setLevel(3);
          }
        };
  }

  /// @param startNanos since 1970
  void add(
      String ticker,
      double open,
      double high,
      double low,
      double close,
      double volume,
      long startNanos,
      long trades)
      throws IOException {
    line.append(ticker).append(',').append(CsvRows.text(volume));
    line.append(',').append(CsvRows.text(open)).append(',').append(CsvRows.text(close));
    line.append(',').append(CsvRows.text(high)).append(',').append(CsvRows.text(low));
    line.append(',').append(startNanos).append(',').append(trades).append('\n');
    if (line.length() > 1 << 15) {
      flush();
    }
  }

  private void flush() throws IOException {
    out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    line.setLength(0);
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }
}
