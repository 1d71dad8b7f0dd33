package ai.tickstock.provider.flatfile;

import ai.tickstock.provider.BarRow;
import java.nio.file.Path;
import java.util.List;

/// Everything that one ticker's file held.
///
/// @param rows one a day, each starting at New York midnight, in file order; prices are numbers but
///   otherwise unchecked
/// @param contradictions days with different values; not in `rows`
/// @param misdated rows that carry another day than they should; not in `rows`
/// @param malformed lines that are no bar
/// @param ignoredColumns columns of the file that a bar file does not have
public record FileBars(
    Path file,
    FileCounts counts,
    List<BarRow> rows,
    List<Contradiction> contradictions,
    List<MisdatedRow> misdated,
    List<MalformedRow> malformed,
    List<String> ignoredColumns) {
  public FileBars {
    rows = List.copyOf(rows);
    contradictions = List.copyOf(contradictions);
    misdated = List.copyOf(misdated);
    malformed = List.copyOf(malformed);
    ignoredColumns = List.copyOf(ignoredColumns);
  }
}
