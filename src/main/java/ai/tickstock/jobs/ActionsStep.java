package ai.tickstock.jobs;

import ai.tickstock.listing.ActionsCovered;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.RecordedSplits;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Splits and dividends of the market by date, from where the last night ended to those announced
/// for the next weeks. Stored bars stay as they are: who reads adjusted bars reads them otherwise
/// from then on.
final class ActionsStep implements EndOfDayStep {
  private static final int ANNOUNCED_DAYS = 60;
  private static final int FIRST_DAYS = 7;

  /// Of who was not asked for longer, the next load finds out.
  private static final int MOST_DAYS = 30;

  private final EndOfDayParts parts;

  ActionsStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "actions";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return new PlannedCalls(2, 4, "splits and dividends of the market by date, 5,000 a call");
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var tracked = TrackedInstruments.on(parts.database(), parts.calendar().exchange(), session);
    var actions = CorporateActions.postgres(parts.database());
    var covered = actions.covered(tracked.keySet());
    var range = new DateRange(since(covered.values(), session), session.plusDays(ANNOUNCED_DAYS));
    var provider = parts.vendor().provider().fresh();
    var splits = provider.splits(List.of(), range);
    if (splits instanceof Answer.Failed<List<SplitRow>>(var failure, var cost)) {
      return StepOutcome.failed(failure.toString(), cost.calls());
    }
    var dividends = provider.dividends(List.of(), range);
    int calls = splits.cost().calls() + dividends.cost().calls();
    if (dividends instanceof Answer.Failed<List<DividendRow>>(var failure, _)) {
      return StepOutcome.failed(failure.toString(), calls);
    }
    var asked = new DateRange(range.first(), session);
    var whole =
        tracked.keySet().stream()
            .filter(id -> touches(covered.getOrDefault(id, List.of()), asked))
            .toList();
    var facts = new TreeMap<String, Object>();
    facts.put("calls", calls);
    facts.put("from", range.first().toString());
    facts.put("to", range.last().toString());
    parts
        .database()
        .useTransaction(h -> {
          var vendor = parts.vendor().name();
          var at = parts.clock().instant();
          var ofSplits = actions.splits(h, given(splits), vendor);
          var ofDividends = actions.dividends(h, given(dividends), vendor);
          actions.noteCovered(h, whole, asked, vendor, at);
          var lately = new DateRange(session.minusDays(FIRST_DAYS), range.last());
          var told =
              EndOfDayEvents.postUntold(
                  h,
                  RecordedSplits.in(h, lately).stream()
                      .map(split ->
                          EndOfDayEvents.split(symbol(tracked, split.instrument()), split, at))
                      .toList());
          facts.put("splits_told", told);
          facts.put("splits_new", ofSplits.added());
          facts.put("splits_corrected", ofSplits.corrected());
          facts.put("dividends_new", ofDividends.added());
          facts.put("dividends_corrected", ofDividends.corrected());
          facts.put("rows", ofSplits.added() + ofDividends.added());
          facts.put("conflicts", ofSplits.conflicts().size() + ofDividends.conflicts().size());
        });
    return StepOutcome.done(facts);
  }

  private static <T> List<T> given(Answer<List<T>> answer) {
    return switch (answer) {
      case Answer.Given<List<T>>(var rows, _, _) -> rows;
      case Answer.Failed<List<T>> _ -> throw new IllegalStateException("it was looked at before");
    };
  }

  private static Symbol symbol(Map<InstrumentId, Instrument> tracked, InstrumentId id) {
    var instrument = tracked.get(id);
    return instrument == null ? new Symbol(id.toString()) : instrument.symbol();
  }

  /// The day after the earliest of the latest days that were asked for.
  private static LocalDate since(Collection<List<ActionsCovered>> covered, LocalDate session) {
    return covered.stream()
        .flatMap(ranges ->
            ranges.stream().map(one -> one.range().last()).max(LocalDate::compareTo).stream())
        .filter(last -> !last.isBefore(session.minusDays(MOST_DAYS)))
        .map(last -> last.isBefore(session) ? last.plusDays(1) : session)
        .min(LocalDate::compareTo)
        .orElse(session.minusDays(FIRST_DAYS));
  }

  /// Whether what was asked for before and now leaves no day out.
  private static boolean touches(List<ActionsCovered> covered, DateRange asked) {
    return covered.isEmpty()
        || covered.stream()
            .anyMatch(one -> !one.range().last().isBefore(asked.first().minusDays(1)));
  }
}
