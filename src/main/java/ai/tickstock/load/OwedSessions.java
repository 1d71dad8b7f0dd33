package ai.tickstock.load;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Works out what instruments owe a request, from what is stored.
record OwedSessions(RunStages stages, Finality finality, LoadPolicy policy, InstantSource clock) {
  /// What the instruments owe in the range: expected sessions that have no final bar and no
  /// explanation that still holds.
  ///
  /// @param exchanges how many sessions the range has at each that one of the instruments follows
  record Owed(
      ExpectedSessions expected,
      List<CheapestPath.Owed> due,
      CoverageCount count,
      SortedMap<Mic, Integer> exchanges) {}

  /// @param asked with the ticker under which each is asked for
  Owed of(Handle handle, LoadRequest request, Map<InstrumentId, Symbol> asked) {
    boolean everything = request.isEverything();
    var expected = new ExpectedSessions(finality.calendar(), request.range(), everything);
    var now = clock.instant();
    var open = new ArrayList<Open>();
    var count = CoverageCount.NONE;
    var exchanges = new TreeMap<Mic, Integer>(Comparator.comparing(Mic::code));
    for (var standing :
        stages.standings(
            handle,
            OptionalInt.empty(),
            request.interval(),
            request.range(),
            everything,
            asked,
            FailedCells.NONE)) {
      count = count.plus(standing.cells().count());
      exchanges.computeIfAbsent(
          standing.instrument().follows(),
          mic ->
              new ExpectedSessions(finality.calendar(mic), request.range(), everything)
                  .all()
                  .size());
      var sessions =
          standing
              .open(now)
              .plus(nowFinal(standing, now))
              .plus(standing.partialToRecheck(now, policy))
              .plus(over(standing, standing.acceptedToAsk(now), now));
      if (!sessions.isEmpty()) {
        open.add(new Open(standing, sessions));
      }
    }
    return new Owed(expected, due(open), count, exchanges);
  }

  private record Open(Standing standing, SessionSet sessions) {}

  private List<CheapestPath.Owed> due(List<Open> open) {
    var symbols = new HashMap<InstrumentId, Symbol>();
    open.forEach(one -> symbols.put(one.standing().instrument().id(), one.standing().symbol()));
    var spans = stages.spans(symbols);
    return open.stream()
        .map(one -> {
          var standing = one.standing();
          var id = standing.instrument().id();
          return new CheapestPath.Owed(
              id, spans.getOrDefault(id, List.of()), one.sessions(), standing.isInWholeMarket());
        })
        .toList();
  }

  /// Those whose values are published.
  private SessionSet over(Standing standing, SessionSet sessions, Instant now) {
    var exchange = finality.at(standing.instrument().follows());
    return SessionSet.of(
        sessions.range(),
        sessions.stream().filter(session -> !exchange.isPending(session, now)).toList());
  }

  /// Provisional bars whose final values the vendor has by now, or later ones.
  private SessionSet nowFinal(Standing standing, Instant now) {
    var provisional = standing.cells().in(CellState.PROVISIONAL);
    return SessionSet.of(
        provisional.range(),
        provisional.stream().filter(s -> finality.isDueAgain(s, now)).toList());
  }
}
