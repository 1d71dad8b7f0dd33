package ai.tickstock.provider.flatfile;

import java.nio.file.Path;

/// Why a whole file cannot be taken.
///
/// @param line the line at which reading stopped, counted from 1; 0 when none was reached
/// @param rowsReadable data rows that could be read before that; none of them was handed over
/// @param message what was wrong and what to do, one line without the file's name
public record FileFailure(Kind kind, Path file, long line, int rowsReadable, String message) {

  public enum Kind {
    /// Damaged or cut off: a broken gzip stream.
    CORRUPT,
    /// The columns are not those that this kind of file has.
    WRONG_HEADER,
    /// A per-ticker file with rows of another ticker.
    WRONG_TICKER,
    /// Bars of minutes, or far too many rows for bars of days.
    NOT_DAILY,
    /// Bars of days, or far too many rows for the minutes of one session.
    NOT_MINUTES,
    /// So many lines of other days or without a bar that the rest is not believed either.
    TOO_MANY_DEFECTS,
    /// A line of a file that is only taken whole (reference, actions) is wrong.
    BAD_LINE,
    /// The operating system refused: missing, no permission, a fault of the disk.
    UNREADABLE
  }

  @Override
  public String toString() {
    return file + (line > 0 ? ", line " + line : "") + ": " + message;
  }
}
