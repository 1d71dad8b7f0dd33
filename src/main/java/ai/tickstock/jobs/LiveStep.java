package ai.tickstock.jobs;

import ai.tickstock.bars.LiveCheck;
import ai.tickstock.bars.LiveMinutes;
import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.UpdateFrequency;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Minutes that applications inserted while sessions ran, of names of the class realtime, against
/// the vendor's final ones: what differs is superseded, what was missed is added, nothing is stored
/// twice. Those of the session itself wait until they are final.
final class LiveStep implements EndOfDayStep {
  /// Older ones were looked at in earlier nights.
  private static final int SESSIONS = 5;

  private final EndOfDayParts parts;

  LiveStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "live";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    int symbols = due(session).values().stream().mapToInt(List::size).sum();
    return symbols == 0
        ? new PlannedCalls(0, 0, "no live minutes wait for the vendor's")
        : new PlannedCalls(symbols, 2 * symbols + 2, "the minutes of each symbol with live ones");
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) throws InterruptedException {
    var now = parts.clock().instant();
    var live = LiveCheck.NONE;
    int calls = 0;
    int symbols = 0;
    long rows = 0;
    var problems = new ArrayList<String>();
    boolean failed = false;
    boolean waits = false;
    for (var due : due(session).entrySet()) {
      if (!parts.finality().isFinal(due.getKey(), now)) {
        waits = true;
        continue;
      }
      symbols += due.getValue().size();
      var result = parts.loader().load(request(due.getKey(), due.getValue()), observer);
      var outcome = LoadFacts.outcome(result);
      if (!outcome.message().isEmpty()) {
        problems.add(due.getKey() + ": " + outcome.message());
      }
      failed |= outcome.state() == StepState.FAILED;
      if (result instanceof LoadResult.Finished(var summary)) {
        live = live.plus(summary.live());
        calls += summary.cost().calls();
        rows += summary.cost().rows();
      }
    }
    var facts = new TreeMap<String, Object>();
    facts.put("calls", calls);
    facts.put("rows", rows);
    facts.put("symbols", symbols);
    facts.put("validated", live.confirmed());
    facts.put("corrected", live.corrected());
    facts.put("added", live.added());
    facts.put("withdrawn", live.withdrawn());
    if (!problems.isEmpty()) {
      return StepOutcome.of(
          failed ? StepState.FAILED : StepState.PART, String.join("; ", problems), facts);
    }
    var outcome = StepOutcome.done(facts);
    var finalAfter = parts.finality().finalAfter(session);
    return waits
        ? outcome.waiting("the vendor's minutes are final after " + finalAfter, finalAfter)
        : outcome;
  }

  static LoadRequest request(LocalDate session, List<Symbol> symbols) {
    return new LoadRequest(
        "live minutes of " + session,
        new LoadRequest.Target.Symbols(symbols),
        BarInterval.MINUTE,
        DateRange.of(session),
        LoadRequest.Priority.CRITICAL,
        Optional.empty(),
        false);
  }

  /// Symbols with live minutes that no final ones have replaced, by session, ascending.
  private Map<LocalDate, List<Symbol>> due(LocalDate session) {
    var processing = EquityTypes.postgres(parts.database()).now();
    var realtime =
        TrackedInstruments.on(parts.database(), parts.calendar().exchange(), session)
            .values()
            .stream()
            .filter(one ->
                processing
                    .of(one)
                    .map(EquityType::updateFrequency)
                    .filter(UpdateFrequency.REALTIME::equals)
                    .isPresent())
            .collect(
                LinkedHashMap<InstrumentId, Instrument>::new,
                (map, one) -> map.put(one.id(), one),
                Map::putAll);
    var sessions =
        parts.calendar().sessions(new DateRange(session.minusDays(2L * SESSIONS), session)).stream()
            .map(Session::date)
            .toList();
    var due = new LinkedHashMap<LocalDate, List<Symbol>>();
    for (var day : sessions.subList(Math.max(0, sessions.size() - SESSIONS), sessions.size())) {
      var symbols =
          parts.database().read(h -> LiveMinutes.of(h, realtime.keySet(), day)).stream()
              .flatMap(id -> Optional.ofNullable(realtime.get(id)).stream())
              .map(Instrument::symbol)
              .toList();
      if (!symbols.isEmpty()) {
        due.put(day, symbols);
      }
    }
    return due;
  }
}
