package ai.tickstock.jobs;

import ai.tickstock.listing.RecordedSplits;
import ai.tickstock.market.Symbol;
import ai.tickstock.notify.Outbox;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// What others hear of an end of day, in the names and fields that the older TickStock's readers
/// know where they know any.
final class EndOfDayEvents {
  static final String SERVICE = "tickstock-data";
  private static final int SYMBOLS_NAMED = 50;

  private EndOfDayEvents() {}

  static void post(Handle transaction, StepOutcome.Event event) {
    Outbox.post(transaction, event.name(), event.subject(), event.payload());
  }

  /// @param status `COMPLETE` where every step is done and no tracked symbol is open, else
  ///   `PARTIAL`, `WAITING` or `ERROR`
  /// @param rate share of the tracked symbols that are whole, from 0 to 1, rounded down to four
  ///   digits: for who takes less than all for enough
  static StepOutcome.Event completion(
      LocalDate session,
      String status,
      double minutes,
      int symbols,
      double rate,
      String validation,
      Instant at) {
    return new StepOutcome.Event(
        "eod.completion",
        session.toString(),
        Map.of(
            "type",
            "eod_completion",
            "timestamp",
            at.toString(),
            "results",
            Map.of(
                "status",
                status,
                "target_date",
                session.toString(),
                "processing_time_minutes",
                minutes,
                "total_symbols",
                symbols,
                "completion_rate",
                rate,
                "validation_status",
                validation)));
  }

  /// Tracked symbols without a bar over more than one session, all in one.
  static StepOutcome.Event gaps(LocalDate session, List<Symbol> symbols, Instant at) {
    return new StepOutcome.Event(
        "quality.data_gap",
        session.toString(),
        Map.of(
            "timestamp",
            at.toString(),
            "service",
            SERVICE,
            "alert_type",
            "data_gap",
            "symbols",
            symbols.stream().limit(SYMBOLS_NAMED).map(Symbol::ticker).toList(),
            "severity",
            "medium",
            "description",
            symbols.size() + " tracked symbols have no bar over more than one session",
            "details",
            Map.of("count", symbols.size(), "last_session", session.toString()),
            "remediation",
            "tickstock coverage --explain says what was asked and answered"));
  }

  /// Tells of splits of which nobody was told as they are by now: whoever stored them first, an end
  /// of day or a load, they are told once.
  ///
  /// @return how many were told
  static int postUntold(Handle transaction, List<StepOutcome.Event> splits) {
    int told = 0;
    for (var split : splits) {
      var what = new HashMap<String, Object>(split.payload());
      what.remove("timestamp");
      if (!Outbox.wasPosted(transaction, split.name(), split.subject(), what)) {
        post(transaction, split);
        told++;
      }
    }
    return told;
  }

  static StepOutcome.Event split(Symbol symbol, RecordedSplits.Recorded split, Instant at) {
    return new StepOutcome.Event(
        "corporate_action.split",
        symbol.ticker(),
        Map.of(
            "timestamp",
            at.toString(),
            "service",
            SERVICE,
            "symbol",
            symbol.ticker(),
            "execution_date",
            split.split().executionDate().toString(),
            "split_from",
            split.split().from(),
            "split_to",
            split.split().to()));
  }
}
