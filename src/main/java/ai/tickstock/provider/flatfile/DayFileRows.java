package ai.tickstock.provider.flatfile;

import ai.tickstock.market.DayRows;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Everything that one day file held.
///
/// @param rows one a ticker, in file order, all of the file's session; prices are numbers but
///   otherwise unchecked
/// @param contradictions tickers with different values; not in `rows`
/// @param misdated rows that carry another day than they should; not in `rows`
/// @param malformed lines that are no bar
/// @param ignoredColumns columns of the file that a bar file does not have
/// @param stampedAs the one other day that *every* row carries: the file is mis-stamped as a whole
public record DayFileRows(
    Path file,
    FileCounts counts,
    DayRows rows,
    List<Contradiction> contradictions,
    List<MisdatedRow> misdated,
    List<MalformedRow> malformed,
    List<String> ignoredColumns,
    Optional<LocalDate> stampedAs) {
  public DayFileRows {
    contradictions = List.copyOf(contradictions);
    misdated = List.copyOf(misdated);
    malformed = List.copyOf(malformed);
    ignoredColumns = List.copyOf(ignoredColumns);
  }

  /// For a mis-stamped file: what it is and what to do, one line.
  public Optional<String> advice() {
    return stampedAs.map(day -> Stamps.misStamped(file, counts.misdated(), day));
  }
}
