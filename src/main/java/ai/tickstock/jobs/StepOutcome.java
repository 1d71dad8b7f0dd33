package ai.tickstock.jobs;

import ai.tickstock.notify.NewNotice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one step did.
///
/// @param message what is missing or why nothing was done, in words; empty when there is nothing to
///   say
/// @param facts numbers, texts, lists and maps of them
/// @param again when more can be had
/// @param events for programs, posted together with the end of the step
/// @param notices for people, posted with them
record StepOutcome(
    StepState state,
    String message,
    Map<String, ?> facts,
    Optional<Instant> again,
    List<Event> events,
    List<NewNotice> notices) {
  StepOutcome {
    facts = Map.copyOf(facts);
    events = List.copyOf(events);
    notices = List.copyOf(notices);
  }

  record Event(String name, String subject, Map<String, ?> payload) {}

  static StepOutcome done(Map<String, ?> facts) {
    return of(StepState.DONE, "", facts);
  }

  static StepOutcome skipped(String why) {
    return of(StepState.SKIPPED, why, Map.of("calls", 0));
  }

  static StepOutcome failed(String why, int calls) {
    return of(StepState.FAILED, why, Map.of("calls", calls));
  }

  static StepOutcome of(StepState state, String message, Map<String, ?> facts) {
    return new StepOutcome(state, message, facts, Optional.empty(), List.of(), List.of());
  }

  StepOutcome waiting(String why, Instant until) {
    return new StepOutcome(StepState.WAITING, why, facts, Optional.of(until), events, notices);
  }

  StepOutcome with(List<Event> events, List<NewNotice> notices) {
    return new StepOutcome(state, message, facts, again, events, notices);
  }
}
