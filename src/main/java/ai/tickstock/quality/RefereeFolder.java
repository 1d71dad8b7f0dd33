package ai.tickstock.quality;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.DayFile;
import ai.tickstock.provider.flatfile.FileCounts;
import ai.tickstock.provider.flatfile.FileRead;
import ai.tickstock.provider.flatfile.MinuteFile;
import ai.tickstock.provider.flatfile.TickerFile;
import ai.tickstock.quality.RefereedBar.Values;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Another vendor's folder of bars of one interval, read file by file: no more than one file's rows
/// are held at a time.
final class RefereeFolder {
  private static final long A_MINUTE = 60_000;

  private final DataFolder folder;
  private final DateRange range;
  private final List<DayFile> days;
  private final List<MinuteFile> minutes;
  private final BarInterval interval;
  private final List<String> unread = new ArrayList<>();
  private long unusable;

  /// @throws ai.tickstock.provider.flatfile.DataFolderRefused if it holds no bars of the interval
  /// @throws QualityRefused if none of them can be of the range
  RefereeFolder(Path path, BarInterval interval, DateRange range) {
    this.folder = DataFolder.open(path);
    folder.require(interval);
    this.interval = interval;
    this.range = range;
    this.days = interval == BarInterval.DAY ? folder.dayFiles(range) : List.of();
    this.minutes = interval == BarInterval.MINUTE ? folder.minuteFiles(range) : List.of();
    if (!isByTicker() && days.isEmpty() && minutes.isEmpty()) {
      var all = sessions(folder.dayFiles(), folder.minuteFiles()).toList();
      throw new QualityRefused(
          "%s has no file of %s: its files are of %s to %s; give --from and --to in there"
              .formatted(path, range, all.getFirst(), all.getLast()));
    }
  }

  /// Of the files of the interval, ascending.
  private Stream<LocalDate> sessions(List<DayFile> ofDays, List<MinuteFile> ofMinutes) {
    return interval == BarInterval.DAY
        ? ofDays.stream().map(DayFile::session)
        : ofMinutes.stream().map(MinuteFile::session);
  }

  /// Whether there is a file for each ticker, which says nothing of days before its first row.
  boolean isByTicker() {
    return interval == BarInterval.DAY && folder.dayFiles().isEmpty();
  }

  /// From the first to the last of its day or minute files; empty where there is a file for each
  /// ticker.
  Optional<DateRange> sessions() {
    var all = sessions(days, minutes).toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new DateRange(all.getFirst(), all.getLast()));
  }

  /// Takes rows of the source.
  interface Rows {
    /// @param day since 1970
    /// @param at the day, or minutes since 1970
    void take(Symbol symbol, int day, int at, Values values);
  }

  /// What happened to files, beside their rows.
  private interface Files {
    Files UNHEARD =
        new Files() {
          @Override
          public void read(FileCounts counts) {}

          @Override
          public void leftOut(long lines) {}

          @Override
          public void failed(String why) {}
        };

    void read(FileCounts counts);

    /// Lines that were read and are no bar after all.
    void leftOut(long lines);

    void failed(String why);
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
          public void leftOut(long lines) {
            unusable += lines;
          }

          @Override
          public void failed(String why) {
            unread.add(why);
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

  /// Lines that are no bar, carry another day than their file, begin within a minute, or contradict
  /// each other.
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
          case FileRead.Failed(var failure) -> files.failed(failure.toString());
        }
      }
    }
    for (var file : minutes) {
      if (day.test((int) file.session().toEpochDay())) {
        minutes(file, ticker, files, rows);
      }
    }
    if (interval == BarInterval.DAY) {
      for (var file : folder.tickerFiles()) {
        if (ticker.test(file.symbol())) {
          ofOne(file, day, files, rows);
        }
      }
    }
  }

  private static void minutes(MinuteFile file, Predicate<Symbol> ticker, Files files, Rows rows) {
    switch (file.read(ticker)) {
      case FileRead.Complete(var content) -> {
        files.read(content.counts());
        content.advice().ifPresent(files::failed);
        int session = (int) file.session().toEpochDay();
        content.rows().forEach(ofOne -> minutes(ofOne, session, files, rows));
      }
      case FileRead.Failed(var failure) -> files.failed(failure.toString());
    }
  }

  /// Each minute once; none that begins within a minute, and none of which the file says two
  /// things.
  private static void minutes(MinuteRows ofOne, int session, Files files, Rows rows) {
    int next;
    for (int row = 0; row < ofOne.size(); row = next) {
      boolean isOne = true;
      next = row + 1;
      while (next < ofOne.size() && ofOne.startMillis(next) == ofOne.startMillis(row)) {
        isOne &= ofOne.isRepeat(next, row);
        next++;
      }
      if (isOne && isMinute(ofOne, row)) {
        rows.take(
            ofOne.symbol(),
            session,
            (int) (ofOne.startMillis(row) / A_MINUTE),
            new Values(
                ofOne.open(row),
                ofOne.high(row),
                ofOne.low(row),
                ofOne.close(row),
                ofOne.volume(row)));
      } else {
        files.leftOut(isOne ? 1 : next - row);
      }
    }
  }

  private static boolean isMinute(MinuteRows rows, int row) {
    return rows.startMillis(row) % A_MINUTE == 0
        && rows.low(row) > 0
        && rows.close(row) > 0
        && rows.high(row) >= rows.low(row);
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
      case FileRead.Failed(var failure) -> files.failed(failure.toString());
    }
  }
}
