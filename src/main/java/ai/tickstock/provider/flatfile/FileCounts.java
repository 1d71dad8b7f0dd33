package ai.tickstock.provider.flatfile;

/// What became of every data line of one file or of several. The lines are the sum of the rest.
///
/// @param lines data lines, the header and blank lines not counted
/// @param rows handed over to be stored
/// @param exactRepeats left out because they repeat another row of the same file
/// @param contradicting rows of a ticker and day for which the file has different values
/// @param misdated rows whose `window_start` is another day, or in a file of days no New York
///   midnight
/// @param malformed lines that are no bar
/// @param outsideRange good rows of days that were not asked for
/// @param otherTickers rows of tickers that were not asked for; of these only the start was read
public record FileCounts(
    long lines,
    long rows,
    long exactRepeats,
    long contradicting,
    long misdated,
    long malformed,
    long outsideRange,
    long otherTickers) {
  public static final FileCounts NONE = new FileCounts(0, 0, 0, 0, 0, 0, 0, 0);

  public FileCounts {
    long accounted =
        rows + exactRepeats + contradicting + misdated + malformed + outsideRange + otherTickers;
    if (accounted != lines) {
      throw new IllegalArgumentException(
          accounted + " lines accounted for, but " + lines + " were read");
    }
  }

  public FileCounts plus(FileCounts other) {
    return new FileCounts(
        lines + other.lines,
        rows + other.rows,
        exactRepeats + other.exactRepeats,
        contradicting + other.contradicting,
        misdated + other.misdated,
        malformed + other.malformed,
        outsideRange + other.outsideRange,
        otherTickers + other.otherTickers);
  }

  /// Whether some line could not be taken for what it says.
  public boolean hasDefects() {
    return contradicting + misdated + malformed > 0;
  }

  /// Only what is there, e.g. `11,902 rows, 3 exact repeats, 1 malformed`.
  @Override
  public String toString() {
    var text = new StringBuilder(Wording.count(rows)).append(rows == 1 ? " row" : " rows");
    append(text, exactRepeats, exactRepeats == 1 ? "exact repeat" : "exact repeats");
    append(text, contradicting, "contradicting");
    append(text, misdated, "misdated");
    append(text, malformed, "malformed");
    append(text, outsideRange, "outside the range");
    append(text, otherTickers, "of other tickers");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(Wording.count(count)).append(' ').append(what);
    }
  }
}
