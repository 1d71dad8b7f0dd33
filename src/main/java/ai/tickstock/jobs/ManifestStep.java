package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.TreeMap;

/// Keeps a manifest of each of the last sessions that became final since, so that whatever changes
/// afterwards past the record can be named.
final class ManifestStep implements EndOfDayStep {
  private static final int DAYS_BACK = 7;

  private final EndOfDayParts parts;

  ManifestStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "manifest";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return PlannedCalls.NONE;
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var manifests = new Manifests(parts.database(), parts.finality(), parts.clock());
    var facts = new TreeMap<String, Object>();
    int bars = 0;
    for (var kept : manifests.keepDue(new DateRange(session.minusDays(DAYS_BACK), session))) {
      bars += kept.bars();
      facts.put(
          kept.session() + (kept.interval() == BarInterval.DAY ? "" : ", minutes"),
          kept.bars() + " of " + kept.cells().expected() + ", " + kept.digest());
    }
    facts.put("calls", 0);
    facts.put("rows", bars);
    return StepOutcome.done(facts);
  }
}
