package ai.tickstock.provider.massive;

import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonParser;

/// Reads one object of `results`.
@FunctionalInterface
interface RowReader<T> {
  /// @param row stands on the object's `{`; the reader leaves it on the `}`
  /// @param text the object exactly as it came; to be asked only after it was read
  /// @return empty when the row lacks what makes it one (its ticker, its date)
  Optional<T> read(JsonParser row, Supplier<String> text);
}
