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
  /// Half of the body as if it were all, compressed or not.
  TRUNCATED_BODY,
  /// The body in ten pieces over `delayMillis`.
  SLOW_BODY,
  /// Status `DELAYED` in place of `OK`.
  DELAYED_STATUS,
  /// `"results":null`.
  RESULTS_NULL,
  /// A success without results, whatever there is.
  WRONG_EMPTY,
  /// Status 200 with the body of an error.
  ERROR_WITH_200,
  /// A share of the bars is left out, always the same ones.
  DROPPED_BAR,
  /// The last row twice, and again as the first one of the next page where the page has other rows.
  DUPLICATE_ROWS,
  /// Rows in the opposite order.
  REORDERED_ROWS,
  /// `next_url` names another host.
  FOREIGN_NEXT_URL,
  /// `next_url` names this host by https and port 443.
  PORT_NEXT_URL,
  /// `next_url` with the port twice, which is no address.
  MALFORMED_NEXT_URL,
  /// `next_url` is the address that was just asked.
  LOOPING_NEXT_URL,
  /// The first page of a walk comes a second time under another address, before the second one.
  REPEATED_PAGE,
  /// A body that is no JSON.
  BAD_JSON,
  /// Close is `NaN`.
  NAN_VALUE,
  /// High and low change places, and the low is a cent higher still.
  HIGH_BELOW_LOW,
  /// The bar says that it is of 364 days before.
  OUT_OF_RANGE_BAR,
  /// The bar says that it is of the calendar day before, as answers do that confuse midnights.
  DAY_BEFORE_BAR,
  /// Neither the number of trades nor the volume-weighted price.
  MISSING_FIELDS,
  /// Twice the volume.
  DOUBLED_VOLUME,
  /// A split is left out.
  DROPPED_SPLIT,
  /// A split stands twice, under two ids.
  DOUBLED_SPLIT,
  /// A split is two million for one, written `2e+06`.
  ABSURD_SPLIT,
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

  /// Whether each row, a bar or a split, rolls its own dice; otherwise each call does.
  boolean isOfRows() {
    return isOfBars() || isOfSplits();
  }

  boolean isOfBars() {
    return this == REVISED_BARS || isOfAnsweredBars();
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
    return isOfBars() || isOfFiles();
  }

  /// Whether it comes or goes at an instant that the rule names.
  boolean hasTime() {
    return this == REVISED_BARS || this == REPLACED_FILE || this == MISSING_FILE;
  }

  /// Whether it strikes the bars as they stand in an answer.
  boolean isOfAnsweredBars() {
    return switch (this) {
      case DROPPED_BAR,
          NAN_VALUE,
          HIGH_BELOW_LOW,
          OUT_OF_RANGE_BAR,
          DAY_BEFORE_BAR,
          MISSING_FIELDS,
          DOUBLED_VOLUME ->
          true;
      default -> false;
    };
  }

  boolean isOfSplits() {
    return this == DROPPED_SPLIT || this == DOUBLED_SPLIT || this == ABSURD_SPLIT;
  }
}
