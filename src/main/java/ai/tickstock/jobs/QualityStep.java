package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.QualityScan;
import ai.tickstock.quality.Repairs;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Looks at the session, and once more at the ones before it, with all rules; then repairs a few of
/// the findings that asking again can help, each once. Of sessions that are not final yet nothing
/// is asked again: what is missing may still come.
final class QualityStep implements EndOfDayStep {
  /// What comes back, stays or is filled within a week changes how a session is judged.
  private static final int DAYS_BEFORE = 7;

  private static final int MOST_TOLD = 10_000;

  private final EndOfDayParts parts;

  QualityStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return new PlannedCalls(
        0,
        2 * parts.rules().repairs(),
        "repairs of new findings: tickstock.eod.repairs a night, where asking again can help, within"
            + " tickstock.eod.calls");
  }

  /// A repair takes one call, as a rule two.
  @Override
  public int wanted(LocalDate session) {
    return calls(session).most();
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) throws InterruptedException {
    var findings = new Findings(parts.database(), parts.clock());
    int ended = findings.endAcceptances();
    var scan = new QualityScan(parts.database(), parts.finality().calendars(), parts.clock());
    var range = new DateRange(session.minusDays(DAYS_BEFORE), session);
    var result =
        scan.run(new QualityScan.Asked("end of day " + session, range, Set.of(), Set.of()));
    var facts = new TreeMap<String, Object>();
    facts.put("rows", result.fresh());
    facts.put("bars", result.bars());
    facts.put("found", result.found());
    facts.put("new", result.fresh());
    facts.put("resolved", result.resolved());
    facts.put("acceptances_ended", ended);
    facts.put("calls", 0);
    int repaired = parts.isOfTheUs() ? repair(scan, session, facts) : 0;
    var since = since(session);
    var events =
        QualityEvents.of(
            session,
            findings.newSince(since, MOST_TOLD),
            findings.countNewSince(since),
            findings.open(),
            result.resolved(),
            repaired,
            parts.clock().instant());
    return StepOutcome.done(facts).with(events, List.of());
  }

  /// Findings of an attempt that broke off are told by the next one.
  private Instant since(LocalDate session) {
    return parts
        .database()
        .read(h -> EndOfDayTable.begunSinceDone(h, parts.calendar().exchange(), session, name()))
        .orElseGet(parts.clock()::instant);
  }

  private int repair(QualityScan scan, LocalDate session, Map<String, Object> facts)
      throws InterruptedException {
    var refetch = new LoaderRefetch(parts::loader, Optional.empty());
    var repairs =
        new Repairs(parts.database(), scan, refetch, parts.clock(), "end of day " + session);
    var lastFinal = parts.finality().lastFinal(parts.clock().instant());
    long left = parts.database().read(h -> new EveningCalls(parts, session).left(h));
    int tried = 0;
    int repaired = 0;
    for (var finding : repairs.untried(lastFinal, parts.rules().repairs())) {
      if (refetch.calls() >= left) {
        break;
      }
      tried++;
      repaired += repairs.repair(finding.id()).finding().state() == Finding.State.REPAIRED ? 1 : 0;
    }
    facts.put("calls", refetch.calls());
    facts.put("repairs_tried", tried);
    facts.put("repaired", repaired);
    return repaired;
  }
}
