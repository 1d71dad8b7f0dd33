package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stored bar that is to be compared, and what the other source has for it.
final class RefereedBar {
  final BarInterval interval;
  final int instrument;

  /// The New York date, in days since 1970.
  final int day;

  /// When it begins, in its intervals since 1970: the day, or minutes in UTC.
  final int at;

  final Values here;

  /// Where it stands in the order in which bars are drawn.
  final long draw;

  /// Of the bar before; NaN where there is none.
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
      BarInterval interval,
      int instrument,
      int day,
      int at,
      Values here,
      long draw,
      double closeBefore,
      double closeAfter,
      double laterSplits) {
    this.interval = interval;
    this.instrument = instrument;
    this.day = day;
    this.at = at;
    this.here = here;
    this.draw = draw;
    this.closeBefore = closeBefore;
    this.closeAfter = closeAfter;
    this.laterSplits = laterSplits;
  }

  LocalDate session() {
    return LocalDate.ofEpochDay(day);
  }

  /// The first instant of a minute; empty for days.
  Optional<Instant> start() {
    return interval == BarInterval.DAY
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(60L * at));
  }
}
