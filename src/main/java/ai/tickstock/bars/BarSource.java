package ai.tickstock.bars;

/// Which way a bar came; the number stands in the bar tables and is explained by table
/// `bar_source`.
public enum BarSource {
  AGGREGATES(1),
  GROUPED(2),
  DAY_FILE(3),
  TICKER_FILE(4),
  /// Split-adjusted by its source; kept in a table of its own, never as raw.
  TICKER_FILE_SPLIT_ADJUSTED(5),
  /// Inserted by the platform's live feed.
  REALTIME(6),
  MINUTE_FILE(7),
  /// Fetched while the session was running, from a plan whose data lag behind.
  AGGREGATES_DELAYED(8),
  /// Fetched while the session was running, from a plan without delay.
  AGGREGATES_FULL(9),
  GROUPED_DELAYED(10),
  GROUPED_FULL(11);

  private final int number;

  BarSource(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// The source of a number in a bar table.
  static BarSource of(int number) {
    for (var source : values()) {
      if (source.number == number) {
        return source;
      }
    }
    throw new IllegalStateException(
        "source " + number + " of a stored bar is not known to this program; is it too old?");
  }

  /// What a bar is marked with that came this way while its session was running.
  BarSource whileRunning(Feed feed) {
    return switch (this) {
      case AGGREGATES ->
          switch (feed) {
            case EOD -> this;
            case DELAYED -> AGGREGATES_DELAYED;
            case FULL -> AGGREGATES_FULL;
          };
      case GROUPED ->
          switch (feed) {
            case EOD -> this;
            case DELAYED -> GROUPED_DELAYED;
            case FULL -> GROUPED_FULL;
          };
      default -> this;
    };
  }

  /// What its bars were taken from, as table `bar_source` has it: values of after the end of the
  /// day, a delayed or an immediate feed while the session was running, or a published file.
  public String feed() {
    return switch (this) {
      case AGGREGATES, GROUPED -> "eod";
      case AGGREGATES_DELAYED, GROUPED_DELAYED -> "delayed";
      case AGGREGATES_FULL, GROUPED_FULL, REALTIME -> "full";
      case DAY_FILE, TICKER_FILE, TICKER_FILE_SPLIT_ADJUSTED, MINUTE_FILE -> "file";
    };
  }

  public boolean isRaw() {
    return this != TICKER_FILE_SPLIT_ADJUSTED;
  }
}
