package ai.tickstock.jobs;

import ai.tickstock.market.Mic;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// What became of one firing of a schedule.
///
/// @param attempt from 1; what an earlier one says does not count
/// @param failures attempts that failed
/// @param again when it is tried again
/// @param message one line for people; empty when there is nothing to say
/// @param facts JSON
/// @param process which one runs it, or did
public record JobRun(
    long id,
    String schedule,
    String job,
    Mic exchange,
    LocalDate session,
    Instant due,
    State state,
    int attempt,
    int failures,
    Instant started,
    Optional<Instant> finished,
    Optional<Instant> again,
    String message,
    String facts,
    String process) {

  public enum State {
    RUNNING,
    DONE,
    /// Something is missing.
    PART,
    FAILED,
    /// There was nothing to do, e.g. on a holiday.
    SKIPPED,
    /// Older than what is caught up.
    MISSED,
    /// Its process was told to stop; another goes on.
    INTERRUPTED;

    /// As it is stored and printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(JobOutcome.State outcome) {
      return valueOf(outcome.name());
    }
  }
}
