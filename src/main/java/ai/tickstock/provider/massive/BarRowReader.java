package ai.tickstock.provider.massive;

import java.util.Optional;

/// Reads rows that are bars, plainly written ones without the JSON library.
interface BarRowReader<T> extends RowReader<T> {
  /// @return empty where the row is to be read by the library after all
  Optional<T> of(PlainBar bar);
}
