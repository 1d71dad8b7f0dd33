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
        bars,
        anomalies,
        message,
        finishedAt);
  }

  public enum State {
    /// No final session since it was listed, or not asked for yet.
    WAITING,
    COMPLETE,
    /// Some sessions are neither stored nor explained; asked for again.
    PARTIAL,
    FAILED,
    /// Its type is not loaded.
    NOT_LOADED;

    /// As it is stored and printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
