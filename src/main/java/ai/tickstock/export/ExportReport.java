package ai.tickstock.export;

import java.util.List;

/// What was written, counted by reading it back.
///
/// @param symbols how many have bars in the files
/// @param withoutBars tickers without a bar in the range
/// @param notes what a reader of the prices should know
public record ExportReport(
    int symbols, long rows, List<Part> parts, List<String> withoutBars, List<String> notes) {

  /// The bars of one year.
  ///
  /// @param file below the folder
  /// @param sha256 of the file, in hexadecimal digits
  public record Part(int year, String file, long rows, long bytes, String sha256) {}
}
