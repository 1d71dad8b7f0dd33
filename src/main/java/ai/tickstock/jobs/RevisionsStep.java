package ai.tickstock.jobs;

import ai.tickstock.bars.SessionChanges;
import ai.tickstock.listing.Instrument;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadResult;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The session before and the one five sessions before, asked for again: bars that were provisional
/// become final, and what the vendor has corrected since becomes a revision. Of a session for which
/// nobody ever asked as a whole, only the bars that are stored are compared: a sweep brings
/// differences, and no names that were not asked for.
final class RevisionsStep implements EndOfDayStep {
  private static final List<Integer> SESSIONS_BACK = List.of(1, 5);
  private static final int EXAMPLES = 10;

  private final EndOfDayParts parts;

  RevisionsStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "revisions";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    var sessions = sessions(session);
    var expected = sessions.stream().filter(parts.loader()::hasToCompare).toList();
    return new PlannedCalls(
        expected.size(),
        sessions.size(),
        "earlier sessions again: "
            + sessions
            + (expected.size() == sessions.size()
                ? ""
                : ", of which something is stored or was asked for of " + expected));
  }

  private List<LocalDate> sessions(LocalDate session) {
    var before =
        parts.calendar().sessions(new DateRange(session.minusDays(15), session.minusDays(1)));
    return SESSIONS_BACK.stream()
        .filter(back -> back <= before.size())
        .map(back -> before.get(before.size() - back))
        .map(Session::date)
        .toList();
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) throws InterruptedException {
    var facts = new TreeMap<String, Object>();
    var problems = new ArrayList<String>();
    int calls = 0;
    int changed = 0;
    for (var day : sessions(session)) {
      var tracked = TrackedInstruments.on(parts.database(), parts.calendar().exchange(), day);
      int provisional =
          parts.database().read(h -> SessionChanges.provisional(h, tracked.keySet(), day));
      var result = parts.loader().load(BarsStep.request(day, 0), observer);
      var outcome = LoadFacts.outcome(result);
      if (outcome.state() == StepState.FAILED) {
        problems.add(day + ": " + outcome.message());
      }
      if (result instanceof LoadResult.Finished(var summary) && summary.runId().isEmpty()) {
        facts.put(day.toString(), Map.of("compared", 0));
      } else if (result instanceof LoadResult.Finished(var summary)) {
        calls += summary.cost().calls();
        var ofDay = ofDay(tracked, day, summary.runId().orElseThrow(), provisional);
        ofDay.put("compared", summary.total().expected());
        changed += ofDay.get("changed") instanceof Integer number ? number : 0;
        facts.put(day.toString(), ofDay);
      }
    }
    facts.put("calls", calls);
    facts.put("rows", changed);
    return problems.isEmpty()
        ? StepOutcome.done(facts)
        : StepOutcome.of(StepState.FAILED, String.join("; ", problems), facts);
  }

  private Map<String, Object> ofDay(
      Map<InstrumentId, Instrument> tracked, LocalDate day, int run, int provisionalBefore) {
    var ids = tracked.keySet();
    var changes = parts.database().read(h -> SessionChanges.of(h, ids, day, run));
    int provisional = parts.database().read(h -> SessionChanges.provisional(h, ids, day));
    int becameFinal = provisionalBefore - provisional;
    var material = changes.revised().stream().filter(SessionChanges.Revised::isMaterial).toList();
    var facts = new TreeMap<String, Object>();
    facts.put("changed", changes.written());
    facts.put("became_final", becameFinal);
    facts.put("revised", changes.revised().size());
    facts.put("added", Math.max(0, changes.written() - becameFinal - changes.revised().size()));
    facts.put("material", material.size());
    if (!material.isEmpty()) {
      facts.put(
          "largest", material.stream().limit(EXAMPLES).map(one -> words(tracked, one)).toList());
    }
    return facts;
  }

  private static String words(
      Map<InstrumentId, Instrument> tracked, SessionChanges.Revised revised) {
    var instrument = tracked.get(revised.instrument());
    return (instrument == null ? revised.instrument().toString() : instrument.symbol().ticker())
        + " close "
        + revised.closeBefore()
        + " -> "
        + revised.close()
        + ", volume "
        + Math.round(revised.volumeBefore())
        + " -> "
        + Math.round(revised.volume());
  }
}
