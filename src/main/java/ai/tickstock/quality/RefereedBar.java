package ai.tickstock.quality;

import org.jspecify.annotations.Nullable;

/// A stored daily bar that is to be compared, and what the other source has for it.
final class RefereedBar {
  final int instrument;
  final int day;
  final Values here;

  /// Where it stands in the order in which bars are drawn.
  final long draw;

  /// NaN where there is none.
  final double closeBefore;

  final double closeAfter;

  /// What later splits multiply its prices by, in a source that is adjusted.
  final double laterSplits;

  boolean isSampled;
  boolean isRisky;
  @Nullable Values there;

  /// @param volume NaN where there is none
  record Values(double open, double high, double low, double close, double volume) {}

  RefereedBar(
      int instrument,
      int day,
      Values here,
      long draw,
      double closeBefore,
      double closeAfter,
      double laterSplits) {
    this.instrument = instrument;
    this.day = day;
    this.here = here;
    this.draw = draw;
    this.closeBefore = closeBefore;
    this.closeAfter = closeAfter;
    this.laterSplits = laterSplits;
  }
}
