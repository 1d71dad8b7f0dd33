package ai.tickstock.provider.flatfile;

import java.nio.file.Path;
import java.time.LocalDate;

/// All tickers' daily bars of one session, as the vendor publishes them.
///
/// @param session by the file's name
/// @param bytes size on disk
public record DayFile(LocalDate session, Path path, long bytes) {

  /// Reads the whole file. Keeps no state: many threads may read many files, each holding one
  /// file's rows (about 1.5 MB for the whole market) at a time.
  public FileRead<DayFileRows> read() {
    try (var lines = BarLines.open(path)) {
      return new FileRead.Complete<>(new DayFileReading(this, lines).read());
    } catch (RefusedFile e) {
      return new FileRead.Failed<>(e.failure());
    }
  }
}
