package ai.tickstock.load;

import ai.tickstock.bars.CellStates;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Tells the cells of instruments apart: the one way in which runs, plans and reports do it.
record Standings(
    Instruments instruments, Coverage coverage, Finality finality, InstantSource clock) {

  /// In the order of `asked`.
  ///
  /// @param everything whether all that a source has was asked for, see `ExpectedSessions`
  /// @param asked each with the ticker under which it is shown
  /// @param failed cells for which asking failed
  List<RunStages.Standing> of(
      Handle handle,
      BarInterval interval,
      DateRange range,
      boolean everything,
      Map<InstrumentId, Symbol> asked,
      RunStages.FailedCells failed) {
    var ids = asked.keySet();
    var facts = instruments.byId(ids);
    var known =
        ReopenedCells.without(
            handle, interval, coverage.read(handle, interval, ids, range), clock.instant());
    var trading = coverage.trading(handle, interval, ids, range);
    var expected = new ExpectedSessions(finality.calendar(), range, everything);
    var now = clock.instant();
    var pending =
        SessionSet.of(
            range,
            expected.all().stream().filter(session -> finality.isPending(session, now)).toList());
    var standings = new ArrayList<RunStages.Standing>(ids.size());
    asked.forEach((id, symbol) -> {
      var instrument = facts.get(id);
      if (instrument == null) {
        throw new IllegalStateException("instrument " + id + " of the run is not in the database");
      }
      var owed = expected.of(instrument, Optional.ofNullable(trading.get(id)));
      var ours = known.get(id);
      if (ours == null) {
        throw new IllegalStateException("coverage gave nothing for " + instrument);
      }
      standings.add(
          new RunStages.Standing(
              instrument,
              symbol,
              CellStates.of(owed, ours, pending, failed.of(id, range)),
              ours,
              Optional.ofNullable(trading.get(id))));
    });
    return standings;
  }
}
