package ai.tickstock.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/// A CSV file of bars for the older tables: symbol, date or time, open, high, low, close, volume
/// without its fraction.
final class CsvRows implements AutoCloseable {
  private final OutputStream out;
  private final StringBuilder line = new StringBuilder(100);

  CsvRows(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
  }

  void add(
      String symbol, String time, double open, double high, double low, double close, double volume)
      throws IOException {
    line.setLength(0);
    line.append(symbol).append(',').append(time).append(',');
    line.append(text(open)).append(',').append(text(high)).append(',').append(text(low));
    line.append(',').append(text(close)).append(',').append(whole(volume)).append('\n');
    out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /// The decimal number as a vendor prints it: without an exponent.
  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return value >= 1e-3 && value < 1e7
        ? Double.toString(value)
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /// Rounded as SQL rounds a numeric.
  private static String whole(double volume) {
    return volume == Math.rint(volume)
        ? Long.toString((long) volume)
        : BigDecimal.valueOf(volume).setScale(0, RoundingMode.HALF_UP).toPlainString();
  }

  static void symbols(Path file, Collection<String> symbols) throws IOException {
    Files.write(file, symbols.stream().sorted().toList());
  }
}
