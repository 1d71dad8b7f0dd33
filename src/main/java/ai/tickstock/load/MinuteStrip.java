package ai.tickstock.load;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.market.Bar;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The minutes of one session of one instrument: of each whether its bar is stored, nothing is to
/// be expected, or it is missing. It is read off what coverage says of the session.
///
/// @param state of the session; empty where nothing is expected of the instrument
/// @param hole what coverage says about it; empty of a session that is there
/// @param minutes ascending, without a hole
public record MinuteStrip(
    Optional<CellState> state, Optional<CoverageReport.Hole> hole, List<Minute> minutes) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  public MinuteStrip {
    minutes = List.copyOf(minutes);
  }

  /// What is known of a minute.
  public enum Kind {
    BAR,
    /// Nobody traded then, or the whole session is explained.
    EXPLAINED,
    MISSING,
    /// Out of regular hours, or of the instrument's life: a bar may be there, none has to.
    NOT_EXPECTED
  }

  /// @param bar where one is stored
  public record Minute(Instant start, Kind kind, Optional<StoredBar> bar) {}

  /// @param line of that session alone
  /// @param bars of that session
  /// @param isExtended from 04:00 to 20:00 and not from the open to the close
  public static MinuteStrip of(
      CoverageReport.Line line, Session session, List<StoredBar> bars, boolean isExtended) {
    var state =
        line.sessions().cells().entrySet().stream()
            .filter(cell -> cell.getValue() > 0)
            .map(cell -> cell.getKey())
            .findFirst();
    var stored = new TreeMap<Instant, StoredBar>();
    bars.forEach(bar -> stored.put(bar.bar().start(), bar));
    var first =
        isExtended
            ? session.date().atTime(ExtendedHours.BEGIN).atZone(Bar.NEW_YORK).toInstant()
            : session.open();
    var end = isExtended ? ExtendedHours.endOf(session.date()) : session.close();
    var missing = missing(state, session, stored);
    var minutes = new ArrayList<Minute>();
    for (var start = first; start.isBefore(end); start = start.plus(MINUTE)) {
      var bar = Optional.ofNullable(stored.get(start));
      var kind =
          bar.isPresent()
              ? Kind.BAR
              : state.isEmpty() || !session.isOpenAt(start)
                  ? Kind.NOT_EXPECTED
                  : missing.contains(start) ? Kind.MISSING : Kind.EXPLAINED;
      minutes.add(new Minute(start, kind, bar));
    }
    return new MinuteStrip(
        state,
        line.holes().stream().filter(hole -> Optional.of(hole.state()).equals(state)).findFirst(),
        minutes);
  }

  /// Regular minutes without a bar that are not explained.
  private static Set<Instant> missing(
      Optional<CellState> state, Session session, TreeMap<Instant, StoredBar> stored) {
    return switch (state.orElse(CellState.PRESENT)) {
      case PRESENT, PROVISIONAL, CONFIRMED_EMPTY, ACCEPTED, PENDING -> Set.of();
      case REFUSED, REJECTED, FAILED, UNEXPLAINED -> without(session, stored, 1);
      case PARTIAL -> {
        // Of a name that trades all the time, shorter gaps are minutes without a trade.
        var gaps = without(session, stored, PartialSessionWords.LEAST_GAP);
        yield gaps.isEmpty() ? without(session, stored, 1) : gaps;
      }
    };
  }

  /// Regular minutes without a bar that lie at least so many in a row.
  private static Set<Instant> without(
      Session session, TreeMap<Instant, StoredBar> stored, int least) {
    var all = new TreeSet<Instant>();
    var gap = new ArrayList<Instant>();
    for (var start = session.open(); start.isBefore(session.close()); start = start.plus(MINUTE)) {
      if (!stored.containsKey(start)) {
        gap.add(start);
        continue;
      }
      if (gap.size() >= least) {
        all.addAll(gap);
      }
      gap.clear();
    }
    if (gap.size() >= least) {
      all.addAll(gap);
    }
    return all;
  }

  public int count(Kind kind) {
    return (int) minutes.stream().filter(minute -> minute.kind() == kind).count();
  }
}
