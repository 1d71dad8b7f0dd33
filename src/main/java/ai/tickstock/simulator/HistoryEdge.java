package ai.tickstock.simulator;

import java.time.LocalDate;
import java.util.Optional;

/// Where bars end: how far back a plan reaches, and the current day of plans that wait for its end.
///
/// @param refusesEarlyStart whether a range that starts before the plan's history is refused as a
///   whole; otherwise its older part is missing
record HistoryEdge(boolean refusesEarlyStart) {

  /// The start of a range as far as the plan reaches.
  ///
  /// @param first the first date in the plan; empty if all are
  /// @throws Refusal if nothing of the range is in the plan, or today is asked for too early
  LocalDate start(
      Call call, Publication publication, Optional<LocalDate> first, LocalDate from, LocalDate to) {
    if (call.plan().refusesToday()
        && publication.isRunning()
        && !to.isBefore(publication.today())) {
      throw new Refusal(
          Reply.notAuthorized(
              call.requestId(),
              "Attempted to request today's data before end of day. Please upgrade your plan at"
                  + " https://massive.com/pricing"));
    }
    if (first.isEmpty() || !from.isBefore(first.get())) {
      return from;
    }
    if (to.isBefore(first.get()) || refusesEarlyStart) {
      throw new Refusal(
          Reply.notAuthorized(
              call.requestId(),
              "Your plan doesn't include this data timeframe. Please upgrade your plan at"
                  + " https://massive.com/pricing"));
    }
    return first.get();
  }

  /// That of daily bars.
  LocalDate startOfDays(Call call, Publication publication, LocalDate from, LocalDate to) {
    return start(call, publication, call.plan().firstDate(publication.today()), from, to);
  }
}
