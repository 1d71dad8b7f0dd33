package ai.tickstock.provider.flatfile;

import java.nio.file.Path;
import java.time.LocalDate;

/// A file with the list of instruments as of one day.
///
/// @param asOf by the file's name
/// @param allExchanges whether it claims all US exchanges (`tickers_all_DATE`); otherwise a ticker
///   that is not in it can well be listed
public record DatedList(LocalDate asOf, Path path, boolean allExchanges)
    implements Comparable<DatedList> {

  /// Reads the whole list.
  public FileRead<ReferenceList> read() {
    return ReferenceList.read(this);
  }

  /// By date; of one day, the one of all exchanges comes last.
  @Override
  public int compareTo(DatedList other) {
    int byDate = asOf.compareTo(other.asOf);
    return byDate != 0 ? byDate : Boolean.compare(allExchanges, other.allExchanges);
  }
}
