package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Bar;
import ai.tickstock.provider.BarRow;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Everything that one file of daily bars held.
///
/// @param rows one a ticker and day, each starting at New York midnight, in file order; prices are
///   numbers but otherwise unchecked
/// @param contradictions days of a ticker with different values; not in `rows`
/// @param misdated rows that carry another day than they should; not in `rows`
/// @param malformed lines that are no bar
/// @param ignoredColumns columns of the file that a bar file does not have
/// @param stampedAs the one other day that *every* row of a day file carries: the file is
///   mis-stamped as a whole
public record FileBars(
    Path file,
    FileCounts counts,
    List<BarRow> rows,
    List<Contradiction> contradictions,
    List<MisdatedRow> misdated,
    List<MalformedRow> malformed,
    List<String> ignoredColumns,
    Optional<LocalDate> stampedAs) {
  public FileBars {
    rows = List.copyOf(rows);
    contradictions = List.copyOf(contradictions);
    misdated = List.copyOf(misdated);
    malformed = List.copyOf(malformed);
    ignoredColumns = List.copyOf(ignoredColumns);
  }

  /// For a mis-stamped file: what it is and what to do, one line.
  public Optional<String> advice() {
    return stampedAs.map(day -> misStamped(file, counts.misdated(), day));
  }

  static String misStamped(Path file, long rows, LocalDate day) {
    return file.getFileName()
        + ": all "
        + Wording.count(rows, "row")
        + " carry the window_start of "
        + day
        + Stamps.perhapsOtherUnit(Bar.startOfSession(day))
        + "; nothing of this file was taken. Download it again; if the new file is the"
        + " same, load this session from the vendor instead (the same command without"
        + " --from-files)";
  }
}
