package ai.tickstock.cli;

/// How rows are printed: `--format table|csv|json`.
enum Format {
  /// Aligned text for people.
  TABLE,
  /// A header of column keys and one line a row.
  CSV,
  /// One array of objects, numbers as numbers, what is absent as null.
  JSON
}
