package ai.tickstock.export;

import java.util.Locale;

/// What files an export is made of.
public enum ExportFormat {
  PARQUET("FORMAT PARQUET, COMPRESSION ZSTD", "read_parquet('%s', hive_partitioning = false)"),
  CSV("FORMAT CSV, HEADER", "read_csv('%s', hive_partitioning = false)");

  private final String options;
  private final String reader;

  ExportFormat(String options, String reader) {
    this.options = options;
    this.reader = reader;
  }

  /// The name of the file of a year.
  String file() {
    return "bars." + name().toLowerCase(Locale.ROOT);
  }

  /// For COPY.
  String options() {
    return options;
  }

  /// What reads a file back.
  String reader(String escapedPath) {
    return reader.formatted(escapedPath);
  }
}
