package ai.tickstock.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What can go wrong on the vendor's side.
public enum FaultKind {
  /// The answer comes `delayMillis` later.
  LATENCY,
  /// `status` (400 to 599) with a `body` instead of the answer, and with `Retry-After` when
  /// `retryAfterSeconds` is given.
  STATUS,
  /// 429 with a `body`, and with `Retry-After` when `retryAfterSeconds` is given.
  RATE_LIMITED,
  /// Half of the body, then the connection is cut.
  CUT_BODY,
  /// The body in ten pieces over `delayMillis`.
  SLOW_BODY,
  /// Status `DELAYED` in place of `OK`.
  DELAYED_STATUS,
  /// `"results":null`.
  RESULTS_NULL,
  /// A success without results, whatever there is.
  WRONG_EMPTY,
  /// A share of the bars is left out, always the same ones.
  DROPPED_BAR,
  /// The last row twice.
  DUPLICATE_ROWS,
  /// Rows in the opposite order.
  REORDERED_ROWS,
  /// `next_url` names another host.
  FOREIGN_NEXT_URL,
  /// `next_url` is the address that was just asked.
  LOOPING_NEXT_URL,
  /// A body that is no JSON.
  BAD_JSON,
  /// Close is `NaN`.
  NAN_VALUE,
  /// High and low change places, and the low is a cent higher still.
  HIGH_BELOW_LOW,
  /// The bar says that it is of 364 days before.
  OUT_OF_RANGE_BAR,
  /// Close, volume and trades of final bars change later, as corrections of the exchanges make
  /// them.
  REVISED_BARS,
  /// Exposures of ETF profiles as a map in place of a list; the vendor documents both.
  EXPOSURE_MAP,
  /// The flat file that comes first lacks the rows of the rule's tickers, or of one ticker in
  /// fifty; the whole one takes its place later.
  REPLACED_FILE,
  /// A flat file does not come, or comes later than it should.
  MISSING_FILE,
  /// The rows of a flat file say that they are of the next day.
  MISDATED_FILE,
  /// The rows of a flat file stand there three times.
  TRIPLED_ROWS;

  /// As the JSON format writes it: `cut-body`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @throws IllegalArgumentException if there is no such kind
  static FaultKind of(String word) {
    for (var kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "unknown fault kind '"
            + word
            + "': use one of "
            + Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", ")));
  }

  /// Whether each bar rolls its own dice; otherwise each call does.
  boolean isOfRows() {
    return this == REVISED_BARS || isOfAnsweredRows();
  }

  /// Whether each flat file rolls its own dice: these strike no call, but what lies in the bucket.
  boolean isOfFiles() {
    return this == REPLACED_FILE
        || this == MISSING_FILE
        || this == MISDATED_FILE
        || this == TRIPLED_ROWS;
  }

  /// Whether the answer key tells what it spoils.
  boolean isTold() {
    return isOfRows() || isOfFiles();
  }

  /// Whether it comes or goes at an instant that the rule names.
  boolean hasTime() {
    return this == REVISED_BARS || this == REPLACED_FILE || this == MISSING_FILE;
  }

  /// Whether it strikes the bars as they stand in an answer.
  boolean isOfAnsweredRows() {
    return this == DROPPED_BAR
        || this == NAN_VALUE
        || this == HIGH_BELOW_LOW
        || this == OUT_OF_RANGE_BAR;
  }
}
