package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universes;
import java.time.LocalDate;
import java.util.Optional;

/// The minutes of the universes that ask for them, and those of the session before, which were not
/// final the last time: one call a member brings both.
final class MinutesStep implements EndOfDayStep {
  private final EndOfDayParts parts;

  MinutesStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "minutes";
  }

  private String universes() {
    return String.join(",", parts.rules().minuteUniverses());
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    if (parts.rules().minuteUniverses().isEmpty()) {
      return new PlannedCalls(0, 0, "no universe asks for minutes");
    }
    int members =
        Universes.postgres(parts.database()).resolve(universes(), session)
                instanceof Resolution.Members(var all)
            ? all.size()
            : 0;
    return new PlannedCalls(members, 2 * members + 2, "the minutes of each member");
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) throws InterruptedException {
    if (parts.rules().minuteUniverses().isEmpty()) {
      return StepOutcome.skipped("no universe asks for minutes: tickstock.eod.minute-universes");
    }
    var range = new DateRange(parts.calendar().previous(session).date(), session);
    return LoadFacts.outcome(
        parts
            .loader()
            .load(
                new LoadRequest(
                    "minutes of " + universes() + " of " + session,
                    new LoadRequest.Target.Universe(universes()),
                    BarInterval.MINUTE,
                    range,
                    LoadRequest.Priority.HIGH,
                    Optional.empty(),
                    false),
                observer));
  }
}
