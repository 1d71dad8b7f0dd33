package ai.tickstock.load;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A run as people see it.
///
/// @param asked the request in the user's words
/// @param source the vendor's name, or `files:` and a folder
/// @param message why it stands still; empty when there is nothing to say
/// @param waitingFor completes "waiting for …"; empty when it goes on, or stands still for good
/// @param priority how urgent it is beside others
/// @param queued whether processes of `serve` share it
/// @param paid what it has cost so far
/// @param created by the database's clock
/// @param finished by the database's clock
public record LoadRun(
    int id,
    String asked,
    BarInterval interval,
    DateRange range,
    String source,
    State state,
    String message,
    Optional<String> waitingFor,
    LoadRequest.Priority priority,
    boolean queued,
    Tasks tasks,
    Paid paid,
    Instant created,
    Optional<Instant> finished) {

  public enum State {
    /// It waits for a process of `serve`: none has taken it yet, or those that had it have stopped.
    PENDING,
    /// A living process works on it.
    RUNNING,
    /// It was running, and no process that lives works on it any more.
    INTERRUPTED,
    PAUSED,
    CANCELLED,
    /// All that was asked for is stored or explained.
    COMPLETE,
    /// All tasks ended, but something is missing.
    PARTIAL,
    FAILED;

    /// Whether somebody can go on with it.
    public boolean isResumable() {
      return this == PENDING || this == INTERRUPTED || this == PAUSED;
    }

    /// `interrupted`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param open neither ended nor given up
  /// @param failed failed, or refused by the vendor's plan
  public record Tasks(int open, int done, int failed) {
    public int total() {
      return open + done + failed;
    }
  }

  /// @param calls all to the vendor that were made for it: for bars and, before and between, for
  ///   lists, tickers, splits, dividends and listings
  /// @param bytes that they brought
  /// @param rows of bars
  public record Paid(int calls, long bytes, long rows) {}

  /// How the source of a run begins that reads what the vendor publishes.
  static final String PUBLISHED = Loader.FILES + " of ";

  public boolean isFromFiles() {
    return source.startsWith(Loader.FILES);
  }

  public boolean isFromPublishedFiles() {
    return source.startsWith(PUBLISHED);
  }
}
