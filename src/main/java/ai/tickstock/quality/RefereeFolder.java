package ai.tickstock.quality;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.DayFile;
import ai.tickstock.provider.flatfile.FileCounts;
import ai.tickstock.provider.flatfile.FileFailure;
import ai.tickstock.provider.flatfile.FileRead;
import ai.tickstock.provider.flatfile.TickerFile;
import ai.tickstock.quality.RefereedBar.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Another vendor's folder of daily bars, read file by file: no more than one file's rows are held
/// at a time.
final class RefereeFolder {
  private final DataFolder folder;
  private final DateRange range;
  private final List<DayFile> days;
  private final List<String> unread = new ArrayList<>();
  private long unusable;

  /// @throws ai.tickstock.provider.flatfile.DataFolderRefused if it holds no daily bars
  /// @throws QualityRefused if none of them can be of the range
  RefereeFolder(Path path, DateRange range) {
    this.folder = DataFolder.open(path);
    folder.require(BarInterval.DAY);
    this.range = range;
    this.days = folder.dayFiles(range);
    if (!isByTicker() && days.isEmpty()) {
      var all = folder.dayFiles();
      throw new QualityRefused(
          "%s has no file of %s: its files are of %s to %s; give --from and --to in there"
              .formatted(path, range, all.getFirst().session(), all.getLast().session()));
    }
  }

  /// Whether there is a file for each ticker, which says nothing of days before its first row.
  boolean isByTicker() {
    return folder.dayFiles().isEmpty();
  }

  /// From the first to the last of its day files; empty where there is a file for each ticker.
  Optional<DateRange> sessions() {
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(new DateRange(days.getFirst().session(), days.getLast().session()));
  }

  /// Takes rows of the source.
  interface Rows {
    /// @param day since 1970
    void take(Symbol symbol, int day, Values values);
  }

  /// What happened to files, beside their rows.
  private interface Files {
    Files UNHEARD =
        new Files() {
          @Override
          public void read(FileCounts counts) {}

          @Override
          public void failed(FileFailure failure) {}
        };

    void read(FileCounts counts);

    void failed(FileFailure failure);
  }

  /// All rows of the range. What cannot be read is kept for `unread`, lines that cannot be used are
  /// counted for `unusable`.
  void survey(Rows rows) {
    var files =
        new Files() {
          @Override
          public void read(FileCounts counts) {
            unusable += counts.contradicting() + counts.misdated() + counts.malformed();
          }

          @Override
          public void failed(FileFailure failure) {
            unread.add(failure.toString());
          }
        };
    read(_ -> true, _ -> true, files, rows);
  }

  /// Rows of some days and tickers; files of others are not opened.
  void read(IntPredicate day, Predicate<Symbol> ticker, Rows rows) {
    read(day, ticker, Files.UNHEARD, rows);
  }

  /// Files that could not be read, each with the reason.
  List<String> unread() {
    return List.copyOf(unread);
  }

  /// Lines that are no bar, carry another day than their file, or contradict each other.
  long unusable() {
    return unusable;
  }

  private void read(IntPredicate day, Predicate<Symbol> ticker, Files files, Rows rows) {
    for (var file : days) {
      int session = (int) file.session().toEpochDay();
      if (day.test(session)) {
        switch (file.read()) {
          case FileRead.Complete(var content) -> {
            files.read(content.counts());
            var columns = content.rows();
            for (int row = 0; row < columns.size(); row++) {
              var symbol = columns.symbol(row);
              if (ticker.test(symbol)) {
                rows.take(
                    symbol,
                    session,
                    new Values(
                        columns.open(row),
                        columns.high(row),
                        columns.low(row),
                        columns.close(row),
                        columns.volume(row)));
              }
            }
          }
          case FileRead.Failed(var failure) -> files.failed(failure);
        }
      }
    }
    for (var file : folder.tickerFiles()) {
      if (ticker.test(file.symbol())) {
        ofOne(file, day, files, rows);
      }
    }
  }

  private void ofOne(TickerFile file, IntPredicate day, Files files, Rows rows) {
    switch (file.read(range)) {
      case FileRead.Complete(var content) -> {
        files.read(content.counts());
        for (BarRow row : content.rows()) {
          int session = (int) Bar.dateOf(row.start()).toEpochDay();
          if (day.test(session)) {
            rows.take(
                row.symbol(),
                session,
                new Values(
                    row.open(),
                    row.high(),
                    row.low(),
                    row.close(),
                    row.volume().orElse(Double.NaN)));
          }
        }
      }
      case FileRead.Failed(var failure) -> files.failed(failure);
    }
  }
}
