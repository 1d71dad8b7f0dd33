package ai.tickstock.jobs;

import ai.tickstock.listing.DetailsRotation;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.UniverseMembers;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Share counts and other details of a few instruments a night, in rotation: the vendor has them
/// for one symbol a call. An evening that needed many calls for bars asks for fewer; the weekend
/// has more.
final class DetailsStep implements EndOfDayStep {
  private final EndOfDayParts parts;
  private final List<EndOfDayStep> later;

  /// @param later the steps of the evening that come after it
  DetailsStep(EndOfDayParts parts, List<EndOfDayStep> later) {
    this.parts = parts;
    this.later = List.copyOf(later);
  }

  @Override
  public String name() {
    return "details";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    // The evening's lists may bring more to ask about than there are now.
    return new PlannedCalls(
        next(session).size(),
        parts.database().read(h -> turnsLeft(h, tracked(session), since(session), session)),
        "a rotation: tickstock.eod.details a night, within tickstock.eod.calls");
  }

  /// Who had a turn since this step was begun for the first time has had that of this night.
  private Map<InstrumentId, Symbol> next(LocalDate session) {
    var since = since(session);
    var tracked = tracked(session);
    return parts
        .database()
        .read(h ->
            DetailsRotation.next(
                h,
                tracked,
                UniverseMembers.chosen(h, session),
                since,
                turnsLeft(h, tracked, since, session)));
  }

  private Set<InstrumentId> tracked(LocalDate session) {
    return TrackedInstruments.on(parts.database(), parts.calendar().exchange(), session).keySet();
  }

  private int turnsLeft(Handle h, Set<InstrumentId> tracked, Instant since, LocalDate session) {
    int turns = parts.rules().details() - DetailsRotation.asked(h, tracked, since);
    long calls = new EveningCalls(parts, session).leftBefore(later, h);
    return Math.clamp(calls, 0, Math.max(0, turns));
  }

  private Instant since(LocalDate session) {
    return parts
        .database()
        .read(h -> EndOfDayTable.firstStarted(h, parts.calendar().exchange(), session, name()))
        .orElseGet(parts.clock()::instant);
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var round = new DetailsRound(parts.database(), parts.vendor(), parts.clock());
    var done = round.ask(next(session));
    return done.failure()
        .map(why -> StepOutcome.of(StepState.FAILED, why, done.facts()))
        .orElseGet(() -> StepOutcome.done(done.facts()));
  }
}
