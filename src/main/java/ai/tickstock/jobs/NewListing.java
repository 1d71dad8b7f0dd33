package ai.tickstock.jobs;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// A name that a list held for the first time.
///
/// @param listedOn date of that list
/// @param attempts how often its bars were asked for
/// @param askedAt when they were last
/// @param bars stored daily bars
/// @param anomalies what is odd about its first prints, in words; empty when nothing is
/// @param message why it is not complete; empty when it is
public record NewListing(
    InstrumentId instrument,
    Symbol symbol,
    LocalDate listedOn,
    Instant foundAt,
    State state,
    int attempts,
    Optional<Instant> askedAt,
    int bars,
    String anomalies,
    String message,
    Optional<Instant> finishedAt) {

  /// The same one under another ticker.
  NewListing under(Symbol present) {
    return new NewListing(
        instrument,
        present,
        listedOn,
        foundAt,
        state,
        attempts,
        askedAt,
        bars,
        anomalies,
        message,
        finishedAt);
  }

  /// Whether it was asked for and some of its bars are neither stored nor explained.
  public boolean isIncomplete() {
    return state == State.PARTIAL || state == State.FAILED || state == State.STUCK;
  }

  /// What happens next, or who has to do what; empty where nothing.
  public String next() {
    return switch (state) {
      case COMPLETE -> "";
      case WAITING ->
          attempts < ListingBackfill.ATTEMPTS_IN_EACH_RUN
              ? "asked for in each run"
              : "asked for once a week";
      case PARTIAL, FAILED -> "asked for in each run";
      case STUCK ->
          "asked for once a week; look at 'tickstock coverage --symbols "
              + symbol
              + " --explain', or ask now: 'tickstock load --symbols "
              + symbol
              + " --days 5'";
      case NOT_LOADED -> "its type is not loaded: 'tickstock types list'";
    };
  }

  public enum State {
    /// No bar of it yet, or not asked for yet.
    WAITING,
    COMPLETE,
    /// Some sessions are neither stored nor explained; asked for again.
    PARTIAL,
    /// Its bars could not be asked for; asked for again.
    FAILED,
    /// Asked for many times and not complete: somebody should look. Asked for again all the same.
    STUCK,
    /// Its type is not loaded.
    NOT_LOADED;

    /// As it is stored and printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
