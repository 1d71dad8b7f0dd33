package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.universe.EtfUniverses;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// The universes that rules fill, as of the session.
final class UniversesStep implements EndOfDayStep {
  private final EndOfDayParts parts;

  UniversesStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "universes";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return PlannedCalls.NONE;
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var refreshed =
        EtfUniverses.postgres(parts.database()).refresh(Optional.empty(), session, false);
    var held = refreshed.stream().filter(one -> one.held().isPresent()).toList();
    var facts =
        Map.of(
            "calls", 0,
            "universes", refreshed.size(),
            "joined", refreshed.stream().mapToInt(one -> one.joined().size()).sum(),
            "left", refreshed.stream().mapToInt(one -> one.left().size()).sum(),
            "held", held.size());
    return StepOutcome.of(
        StepState.DONE,
        held.isEmpty()
            ? ""
            : held.size() + " held for approval, the first: " + held.getFirst().universe(),
        facts);
  }
}
