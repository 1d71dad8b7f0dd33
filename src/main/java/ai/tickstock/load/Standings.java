package ai.tickstock.load;

import ai.tickstock.bars.CellStates;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Tells the cells of instruments apart: the one way in which runs, plans and reports do it.
record Standings(
    Instruments instruments, Coverage coverage, Finality finality, InstantSource clock) {

  /// Enough to tell how an instrument trades; more would be read for nothing.
  private static final int HABIT_DAYS = 92;

  /// In the order of `asked`.
  ///
  /// @param everything whether all that a source has was asked for, see `ExpectedSessions`
  /// @param asked each with the ticker under which it is shown
  /// @param failed cells for which asking failed
  List<Standing> of(
      Handle handle,
      BarInterval interval,
      DateRange range,
      boolean everything,
      Map<InstrumentId, Symbol> asked,
      FailedCells failed) {
    var ids = asked.keySet();
    var facts = instruments.byId(ids);
    var known =
        ReopenedCells.without(
            handle, interval, coverage.read(handle, interval, ids, range), clock.instant());
    var lives = coverage.lives(handle, interval, ids);
    var exchanges = new HashMap<Mic, Exchange>();
    var now = clock.instant();
    var standings = new ArrayList<Standing>(ids.size());
    asked.forEach((id, symbol) -> {
      var instrument = facts.get(id);
      if (instrument == null) {
        throw new IllegalStateException("instrument " + id + " of the run is not in the database");
      }
      var exchange =
          exchanges.computeIfAbsent(
              instrument.follows(), mic -> Exchange.of(finality.at(mic), range, everything, now));
      var life = Optional.ofNullable(lives.get(id));
      var owed = exchange.expected().of(instrument, life);
      var all = known.get(id);
      if (all == null) {
        throw new IllegalStateException("coverage gave nothing for " + instrument);
      }
      var ours = AcceptedCells.holding(all, life);
      standings.add(
          new Standing(
              instrument,
              symbol,
              CellStates.of(owed, ours, exchange.pending(), failed.of(id, range)),
              ours,
              life));
    });
    return standings;
  }

  /// How each of these trades in its last `HABIT_DAYS` of life in the range; those without a bar
  /// are missing. Takes as long as the rest.
  Map<InstrumentId, Coverage.Trading> habits(
      Handle handle, BarInterval interval, DateRange range, Collection<InstrumentId> instruments) {
    return coverage.trading(handle, interval, instruments, range, HABIT_DAYS);
  }

  /// What instruments of an exchange are measured against.
  ///
  /// @param pending sessions of the range that nobody has yet
  private record Exchange(ExpectedSessions expected, SessionSet pending) {
    static Exchange of(Finality finality, DateRange range, boolean everything, Instant now) {
      var expected = new ExpectedSessions(finality.calendar(), range, everything);
      return new Exchange(
          expected,
          SessionSet.of(
              range,
              expected.all().stream()
                  .filter(session -> finality.isPending(session, now))
                  .toList()));
    }
  }
}
