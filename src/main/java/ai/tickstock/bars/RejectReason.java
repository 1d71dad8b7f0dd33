package ai.tickstock.bars;

import java.util.Locale;

/// Why a row was refused; the code stands in `bar_quarantine.reason`.
public enum RejectReason {
  /// A price, or the volume where there is one, is not a finite number.
  NOT_A_NUMBER,
  /// High, low or close is zero or negative, or the open or volume is negative.
  NEGATIVE_OR_ZERO,
  HIGH_BELOW_LOW,
  /// A price of more than 100 million or less than a millionth of a dollar, or more than 10
  /// trillion shares: nothing that trades has that.
  IMPOSSIBLE,
  /// Outside the range that was asked for, or after the last date that the calendar knows.
  OUT_OF_RANGE,
  /// On a day on which the exchange was closed.
  OFF_SESSION,
  /// A second row of the same instrument and session with other values in one answer or file.
  CONTRADICTION,
  /// Its time stamp is no midnight in New York, or says another day than its file.
  MISDATED,
  /// A line that is no bar: columns missing or unreadable.
  UNREADABLE,
  /// It was stored, and a repair took it out to ask for it again; no check refused it.
  WITHDRAWN;

  /// As it stands in `bar_quarantine.reason`: `high_below_low`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The reason of a stored code.
  static RejectReason of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
