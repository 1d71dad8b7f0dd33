package ai.tickstock.provider.flatfile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.provider.BarRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/// Writes small files for tests and opens what readers give.
final class BarFiles {
  static final String HEADER = "ticker,volume,open,close,high,low,window_start,transactions";

  /// New York midnights in nanoseconds.
  static final String AUG_12_2019 = "1565582400000000000";

  static final String AUG_13_2019 = "1565668800000000000";

  private BarFiles() {}

  static Path gzip(Path file, String... lines) {
    return write(file, compressed(String.join("\n", lines) + "\n"));
  }

  static Path plain(Path file, String... lines) {
    return write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static byte[] compressed(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The rows of a day file one by one.
  static List<BarRow> rows(DayFileRows content) {
    var rows = content.rows();
    return IntStream.range(0, rows.size())
        .mapToObj(row ->
            new BarRow(
                rows.symbol(row),
                Bar.startOfSession(rows.session()),
                rows.open(row),
                rows.high(row),
                rows.low(row),
                rows.close(row),
                Double.isNaN(rows.volume(row))
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(rows.volume(row)),
                OptionalDouble.empty(),
                rows.trades(row) < 0 ? OptionalLong.empty() : OptionalLong.of(rows.trades(row)),
                ""))
        .toList();
  }

  static <T> T complete(FileRead<T> read) {
    assertThat(read).isInstanceOf(FileRead.Complete.class);
    return ((FileRead.Complete<T>) read).value();
  }

  static FileFailure failed(FileRead<?> read) {
    assertThat(read).isInstanceOf(FileRead.Failed.class);
    return ((FileRead.Failed<?>) read).failure();
  }
}
