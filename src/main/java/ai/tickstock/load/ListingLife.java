package ai.tickstock.load;

import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether an instrument was listed at all in a range without bars.
///
/// @param recheckAfter how long it is believed that one was not
record ListingLife(
    KeptAnswers kept, Duration recheckAfter, InstantSource clock, FailedAsks failures) {
  /// An instrument that the vendor's dated lists do not hold at the first and at the last day of a
  /// range without bars, each time asked twice, while they do hold it now or on the day after: it
  /// was not listed then.
  Fetched of(Task task) {
    var instrument = task.instrument().orElseThrow();
    var symbol = new Symbol(task.address());
    var cost = Answer.Cost.NONE;
    var days = new ArrayList<LocalDate>();
    days.add(task.range().last());
    if (task.range().days() > 1) {
      days.add(task.range().first());
    }
    for (var day : days) {
      for (int ask = 0; ask < 2; ask++) {
        var answer = kept.fresh().listings(ListingQuery.of(symbol).on(day));
        cost = cost.plus(answer.cost());
        switch (answer) {
          case Answer.Failed<List<ListingRow>>(var failure, var ignored) -> {
            return failures.failed(task, failure, cost, List.of(), Optional.empty());
          }
          case Answer.Given<List<ListingRow>>(var rows, var ignored, var at) -> {
            if (rows.stream().anyMatch(row -> row.symbol().equals(symbol) && row.active())) {
              return Fetched.nothing(task, new TaskEnd.Done(0), cost);
            }
          }
        }
      }
    }
    var details = kept.fresh().details(symbol, Optional.empty());
    cost = cost.plus(details.cost());
    var known =
        details instanceof Answer.Given<ListingDetails>(var facts, var paid, var at)
            ? Optional.of(facts)
            : Optional.<ListingDetails>empty();
    var listedOn = known.flatMap(ListingDetails::listedOn);
    boolean contradicted = listedOn.isPresent() && !listedOn.get().isAfter(task.range().first());
    if (contradicted) {
      return Fetched.ofDetails(task, new TaskEnd.Done(0), cost, List.of(), known);
    }
    var explained =
        new ExplainedRange(
            instrument,
            task.range(),
            ExplainedRange.State.CONFIRMED_EMPTY,
            "not_listed",
            "the vendor's lists of "
                + String.join(" and ", days.stream().map(LocalDate::toString).sorted().toList())
                + " do not hold "
                + symbol
                + listedOn.map(date -> ", its details say listed on " + date).orElse(""),
            Optional.of(clock.instant().plus(recheckAfter)));
    return Fetched.ofDetails(task, new TaskEnd.Done(0), cost, List.of(explained), known);
  }
}
