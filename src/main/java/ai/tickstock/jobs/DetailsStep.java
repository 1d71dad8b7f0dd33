package ai.tickstock.jobs;

import ai.tickstock.listing.DetailsRotation;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.universe.UniverseMembers;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Share counts and other details of a few instruments a night, in rotation: the vendor has them
/// for one symbol a call.
final class DetailsStep implements EndOfDayStep {
  private final EndOfDayParts parts;

  DetailsStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "details";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    int next = next(session).size();
    return new PlannedCalls(next, next, "a rotation: tickstock.eod.details a night");
  }

  /// Who had a turn since this step was begun for the first time has had that of this night.
  private Map<InstrumentId, Symbol> next(LocalDate session) {
    var since = since(session);
    var tracked =
        TrackedInstruments.on(parts.database(), parts.calendar().exchange(), session).keySet();
    return parts
        .database()
        .read(h -> {
          int left = parts.rules().details() - DetailsRotation.asked(h, tracked, since);
          return DetailsRotation.next(
              h, tracked, UniverseMembers.chosen(h, session), since, Math.max(0, left));
        });
  }

  private Instant since(LocalDate session) {
    return parts
        .database()
        .read(h -> EndOfDayTable.firstStarted(h, parts.calendar().exchange(), session, name()))
        .orElseGet(parts.clock()::instant);
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var provider = parts.vendor().provider().fresh();
    var details = new ArrayList<ListingDetails>();
    var unknown = new ArrayList<InstrumentId>();
    var failures = new ArrayList<String>();
    int calls = 0;
    var next = next(session);
    for (var one : next.entrySet()) {
      var answer = provider.details(one.getValue(), Optional.empty());
      calls += answer.cost().calls();
      switch (answer) {
        case Answer.Given<ListingDetails>(var given, _, _) -> details.add(given);
        case Answer.Failed<ListingDetails>(var failure, _) -> {
          if (failure.kind() == Kind.UNKNOWN_SYMBOL) {
            unknown.add(one.getKey());
          } else {
            failures.add(failure.toString());
          }
        }
      }
      if (!failures.isEmpty()) {
        break; // The others have their turn the next time.
      }
    }
    int changed = store(details, unknown);
    var facts = new TreeMap<String, Object>();
    facts.put("calls", calls);
    facts.put("symbols", details.size() + unknown.size());
    facts.put("rows", changed);
    facts.put("empty", unknown.size());
    return failures.isEmpty()
        ? StepOutcome.done(facts)
        : StepOutcome.of(StepState.FAILED, failures.getFirst(), facts);
  }

  private int store(List<ListingDetails> details, List<InstrumentId> unknown) {
    var at = parts.clock().instant();
    return parts
        .database()
        .inTransaction(h -> {
          unknown.forEach(id -> DetailsRotation.hasNone(h, id, at));
          return details.isEmpty()
              ? 0
              : ListingSync.postgres(parts.database())
                  .details(h, details, new ListSource(parts.vendor().name(), at))
                  .changed();
        });
  }
}
