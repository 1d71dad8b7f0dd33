package ai.tickstock.provider.flatfile;

import ai.tickstock.provider.BarRow;
import java.util.List;

/// Different rows of one file for the same ticker and day. None of them is to be believed.
///
/// @param rows the different ones in file order, at least two
public record Contradiction(List<BarRow> rows) {
  public Contradiction {
    rows = List.copyOf(rows);
    if (rows.size() < 2) {
      throw new IllegalArgumentException("a contradiction has at least two rows: " + rows);
    }
  }
}
