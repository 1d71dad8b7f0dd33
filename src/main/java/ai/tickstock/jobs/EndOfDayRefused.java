package ai.tickstock.jobs;

import java.time.Instant;
import java.util.Optional;

/// The end of day of a date cannot run, or not yet, or somebody else runs it; nothing was done. The
/// message says what to do.
public final class EndOfDayRefused extends RuntimeException {
  private final transient Optional<Instant> possibleFrom;

  EndOfDayRefused(String message, Optional<Instant> possibleFrom) {
    super(message);
    this.possibleFrom = possibleFrom;
  }

  /// When it can run; empty where it never can.
  public Optional<Instant> possibleFrom() {
    return possibleFrom;
  }
}
