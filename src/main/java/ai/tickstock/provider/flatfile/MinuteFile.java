package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Symbol;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.function.Predicate;

/// All tickers' minute bars of one session, as the vendor publishes them.
///
/// @param session by the file's name
/// @param bytes size on disk
public record MinuteFile(LocalDate session, Path path, long bytes) {

  /// Reads the whole file and gives the rows of the wanted tickers; the lines of others are counted
  /// and no more than their start is read. Keeps no state: many threads may read many files, each
  /// holding the wanted rows of one (52 bytes a row, about 105 MB for the whole market).
  ///
  /// @param wanted asked about once a ticker
  public FileRead<MinuteFileRows> read(Predicate<Symbol> wanted) {
    try (var lines = BarLines.open(path)) {
      return new FileRead.Complete<>(new MinuteFileReading(this, lines, wanted).read());
    } catch (RefusedFile e) {
      return new FileRead.Failed<>(e.failure());
    }
  }
}
