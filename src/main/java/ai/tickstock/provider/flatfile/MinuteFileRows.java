package ai.tickstock.provider.flatfile;

import ai.tickstock.market.MinuteRows;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Everything that one minute file held for the tickers that were asked for.
///
/// @param rows one element a ticker, ascending by ticker, each ascending by start; every row starts
///   on the file's New York date at a whole millisecond, and its prices are numbers. Nothing else
///   is checked: repeats, contradictions and starts within a minute are still in
/// @param misdated rows that start on another New York date than the file's; not in `rows`. Empty
///   when the whole file is mis-stamped
/// @param malformed lines that are no bar; not in `rows`
/// @param ignoredColumns columns of the file that a bar file does not have
/// @param stampedAs the one other day that *every* row of the file carries, those of other tickers
///   included: the file is mis-stamped as a whole
/// @param otherTickers tickers in the file that were not asked for
public record MinuteFileRows(
    Path file,
    FileCounts counts,
    List<MinuteRows> rows,
    List<MisdatedRow> misdated,
    List<MalformedRow> malformed,
    List<String> ignoredColumns,
    Optional<LocalDate> stampedAs,
    int otherTickers) {
  public MinuteFileRows {
    rows = List.copyOf(rows);
    misdated = List.copyOf(misdated);
    malformed = List.copyOf(malformed);
    ignoredColumns = List.copyOf(ignoredColumns);
  }

  /// For a mis-stamped file: what it is and what to do, one line.
  public Optional<String> advice() {
    return stampedAs.map(day -> Stamps.misStamped(file, counts.lines() - counts.malformed(), day));
  }
}
