package ai.tickstock.jobs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The last attempt at a step.
///
/// @param facts what it did, as it was written down
/// @param message what is missing or why; empty when there is nothing to say
/// @param again when more can be had
/// @param by who ran it
public record StepReport(
    String step,
    int attempt,
    StepState state,
    Instant started,
    Optional<Instant> finished,
    Optional<Instant> again,
    String by,
    Map<String, Object> facts,
    String message) {

  /// A number among the facts; 0 where there is none.
  public long number(String fact) {
    return facts.get(fact) instanceof Number number ? number.longValue() : 0;
  }

  /// A number with its fraction among the facts.
  public Optional<Double> fraction(String fact) {
    return facts.get(fact) instanceof Number number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }
}
