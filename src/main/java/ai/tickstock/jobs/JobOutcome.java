package ai.tickstock.jobs;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a job ended.
///
/// @param message one line for people
/// @param facts values that JSON knows: text, numbers, booleans, lists and maps of them
/// @param again when the same session is to be run again, e.g. because data are due later
public record JobOutcome(
    State state, String message, Map<String, ?> facts, Optional<Instant> again) {

  public JobOutcome {
    facts = Map.copyOf(facts);
  }

  public enum State {
    DONE,
    /// Something is missing that the message names.
    PART,
    FAILED,
    /// There was nothing to do, and the message says why.
    SKIPPED;

    /// As it is stored and printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static JobOutcome done(String message, Map<String, ?> facts) {
    return new JobOutcome(State.DONE, message, facts, Optional.empty());
  }

  public static JobOutcome part(String message, Map<String, ?> facts) {
    return new JobOutcome(State.PART, message, facts, Optional.empty());
  }

  public static JobOutcome failed(String message) {
    return new JobOutcome(State.FAILED, message, Map.of(), Optional.empty());
  }

  public static JobOutcome skipped(String message) {
    return new JobOutcome(State.SKIPPED, message, Map.of(), Optional.empty());
  }
}
