package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.DayRows;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides which daily bars are stored and which are refused, and why. Pure.
///
/// Refused is what cannot be: a price that is no number or not positive, a high below the low, a
/// day on which the exchange was closed or that was not asked for. What is odd but possible is
/// stored with a suspicion.
public final class BarChecks {
  /// Dates that a table can hold; a broken time stamp can say anything.
  private static final DateRange STORABLE =
      new DateRange(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31));

  private BarChecks() {}

  /// What became of one row.
  public sealed interface Checked {
    /// It is to be stored.
    record Accepted(InstrumentId instrument, CheckedBar bar) implements Checked {}

    /// It belongs into quarantine, and its cell is rejected.
    record Refused(RejectedBar row) implements Checked {}
  }

  /// What became of the rows of one answer or file.
  ///
  /// @param accepted at most one bar an instrument and session, ascending by instrument and session
  /// @param refused in the order in which they came
  /// @param repeats rows that said once more what another row had said; not kept twice
  public record CheckedRows(
      Map<InstrumentId, List<CheckedBar>> accepted, List<RejectedBar> refused, int repeats) {
    public CheckedRows {
      accepted = Collections.unmodifiableMap(accepted);
      refused = List.copyOf(refused);
    }

    /// Bars that are to be stored, of all instruments.
    public int bars() {
      return accepted.values().stream().mapToInt(List::size).sum();
    }

    /// Sessions of an instrument for which rows came and none could be stored: these cells are
    /// rejected.
    ///
    /// @param range refused rows of other dates are no cells of this answer
    public SessionSet rejected(InstrumentId instrument, DateRange range) {
      var refusedSessions =
          refused.stream()
              .filter(row -> row.instrument().equals(Optional.of(instrument)))
              .flatMap(row -> row.session().stream())
              .toList();
      var stored =
          accepted.getOrDefault(instrument, List.of()).stream()
              .map(c -> c.bar().session())
              .toList();
      return SessionSet.of(range, refusedSessions).minus(SessionSet.of(range, stored));
    }
  }

  /// Checks the rows of one answer or file against each other and each by itself.
  ///
  /// An exact repeat counts and is dropped. Two rows of one instrument and session that pass and
  /// say different things are both refused, since nobody knows which one holds. A row that is
  /// refused by itself does not harm another one of its cell.
  ///
  /// @param asked what was asked for
  /// @param provisional whether the values of a session were not final yet when they were fetched;
  ///   only asked about sessions of the calendar that have a bar to store
  public static CheckedRows checkAll(
      List<ReceivedBar> rows,
      DateRange asked,
      TradingCalendar calendar,
      Predicate<LocalDate> provisional) {
    if (areAscendingOfOne(rows)) {
      return checkAscending(rows, asked, calendar, provisional);
    }
    var once = withoutRepeats(rows);
    var passed = new HashMap<Cell, Integer>();
    var checked = new ArrayList<Checked>(once.size());
    for (var row : once) {
      var result = check(row, asked, calendar, false);
      checked.add(result);
      if (result instanceof Checked.Accepted) {
        passed.merge(Cell.of(row), 1, Integer::sum);
      }
    }
    var accepted = new TreeMap<InstrumentId, List<CheckedBar>>();
    var refused = new ArrayList<RejectedBar>();
    for (int i = 0; i < once.size(); i++) {
      var row = once.get(i);
      switch (checked.get(i)) {
        case Checked.Refused(var rejected) -> refused.add(rejected);
        case Checked.Accepted(var instrument, var bar) -> {
          int claims = passed.getOrDefault(Cell.of(row), 1);
          if (claims > 1) {
            refused.add(
                refusal(
                    row,
                    RejectReason.CONTRADICTION,
                    "one of " + claims + " different rows of this session"));
          } else {
            boolean open =
                calendar.known().contains(row.session()) && provisional.test(row.session());
            accepted
                .computeIfAbsent(instrument, id -> new ArrayList<>())
                .add(new CheckedBar(bar.bar(), bar.suspicions(), open));
          }
        }
      }
    }
    accepted.replaceAll((instrument, bars) ->
        bars.stream().sorted(Comparator.comparing(c -> c.bar().start())).toList());
    return new CheckedRows(accepted, refused, rows.size() - once.size());
  }

  /// No two rows of a session can pass: each would start at its midnight.
  private static CheckedRows checkAscending(
      List<ReceivedBar> rows,
      DateRange asked,
      TradingCalendar calendar,
      Predicate<LocalDate> provisional) {
    var accepted = new ArrayList<CheckedBar>(rows.size());
    var refused = new ArrayList<RejectedBar>();
    for (var row : rows) {
      switch (check(row, asked, calendar, provisional)) {
        case Checked.Refused(var rejected) -> refused.add(rejected);
        case Checked.Accepted(_, var bar) -> accepted.add(bar);
      }
    }
    return new CheckedRows(
        accepted.isEmpty()
            ? Map.of()
            : Map.of(rows.getFirst().instrument(), Collections.unmodifiableList(accepted)),
        refused,
        0);
  }

  /// Whether all are of one instrument, each starting after the one before: as answers come.
  private static boolean areAscendingOfOne(List<ReceivedBar> rows) {
    for (int i = 1; i < rows.size(); i++) {
      var before = rows.get(i - 1);
      var row = rows.get(i);
      if (!row.instrument().equals(before.instrument()) || !row.start().isAfter(before.start())) {
        return false;
      }
    }
    return true;
  }

  private static List<ReceivedBar> withoutRepeats(List<ReceivedBar> rows) {
    var seen = new HashMap<Cell, List<ReceivedBar>>(rows.size() * 2);
    var once = new ArrayList<ReceivedBar>(rows.size());
    for (var row : rows) {
      var before = seen.computeIfAbsent(Cell.of(row), cell -> new ArrayList<>(1));
      if (before.stream().noneMatch(row::repeats)) {
        before.add(row);
        once.add(row);
      }
    }
    return once;
  }

  /// What became of the rows of one file of a session.
  ///
  /// @param accepted those to be stored
  /// @param refused in the order in which they came
  public record CheckedSession(BarBatch accepted, List<RejectedBar> refused) {
    public CheckedSession {
      refused = List.copyOf(refused);
    }
  }

  /// Checks the final rows of one session, each by itself.
  ///
  /// @param holders whose each row is; rows that are nobody's are left out
  /// @param calendars the one that each of them follows
  public static CheckedSession checkSession(
      DayRows rows,
      @Nullable InstrumentId[] holders,
      Function<InstrumentId, TradingCalendar> calendars) {
    var days = new IdentityHashMap<TradingCalendar, Day>();
    var suspicions = new byte[rows.size()];
    var refused = new ArrayList<RejectedBar>();
    var order = new long[rows.size()];
    int accepted = 0;
    for (int row = 0; row < rows.size(); row++) {
      var holder = holders[row];
      if (holder == null) {
        continue;
      }
      double open = rows.open(row);
      double high = rows.high(row);
      double low = rows.low(row);
      double close = rows.close(row);
      double volume = rows.volume(row);
      var day = days.computeIfAbsent(calendars.apply(holder), one -> Day.of(rows.session(), one));
      var fault =
          day.misplaced().isPresent()
              ? day.misplaced()
              : RowValues.fault(open, high, low, close, volume);
      if (fault.isPresent()) {
        refused.add(
            new RejectedBar(
                Optional.of(holder),
                rows.symbol(row),
                Optional.of(rows.session()),
                fault.get().reason(),
                fault.get().detail(),
                rows.asReceived(row)));
        continue;
      }
      int odd = RowValues.suspicions(open, high, low, close, volume);
      suspicions[row] = (byte) (day.inCalendar() ? odd : odd | Suspicion.OUTSIDE_CALENDAR.bit());
      order[accepted++] = (long) holder.value() << 32 | row;
    }
    order = Arrays.copyOf(order, accepted);
    Arrays.sort(order);
    order = withoutContradictions(rows, holders, order, refused);
    return new CheckedSession(BarBatch.ofSession(rows, order, suspicions), refused);
  }

  /// A date as a calendar has it.
  ///
  /// @param misplaced why no bar of it can be
  private record Day(Optional<RowValues.Fault> misplaced, boolean inCalendar) {
    static Day of(LocalDate session, TradingCalendar calendar) {
      return new Day(dateFault(session, calendar), calendar.known().contains(session));
    }
  }

  /// Nobody knows which one holds of the rows that came for one instrument under several tickers.
  private static long[] withoutContradictions(
      DayRows rows, @Nullable InstrumentId[] holders, long[] order, List<RejectedBar> refused) {
    int kept = 0;
    for (int from = 0, to; from < order.length; from = to) {
      to = from + 1;
      while (to < order.length && order[to] >>> 32 == order[from] >>> 32) {
        to++;
      }
      if (to == from + 1) {
        order[kept++] = order[from];
        continue;
      }
      for (int at = from; at < to; at++) {
        int row = (int) order[at];
        refused.add(
            new RejectedBar(
                Optional.ofNullable(holders[row]),
                rows.symbol(row),
                Optional.of(rows.session()),
                RejectReason.CONTRADICTION,
                "one of " + (to - from) + " rows of this session under different tickers",
                rows.asReceived(row)));
      }
    }
    return kept == order.length ? order : Arrays.copyOf(order, kept);
  }

  /// Why no bar of this date can be.
  private static Optional<RowValues.Fault> dateFault(LocalDate session, TradingCalendar calendar) {
    var known = calendar.known();
    if (session.isAfter(known.last())) {
      return Optional.of(
          new RowValues.Fault(
              RejectReason.OUT_OF_RANGE,
              session + " is after the calendar's last date " + known.last()));
    }
    return session.isBefore(known.first()) || calendar.isSession(session)
        ? Optional.empty()
        : Optional.of(
            new RowValues.Fault(
                RejectReason.OFF_SESSION, calendar.exchange() + " was closed on " + session));
  }

  /// Checks one row by itself. The first reason that applies is told: date before values.
  ///
  /// @param asked what was asked for
  /// @param provisional whether the values of its session were not final yet when they were fetched
  public static Checked check(
      ReceivedBar row, DateRange asked, TradingCalendar calendar, boolean provisional) {
    return check(row, asked, calendar, _ -> provisional);
  }

  private static Checked check(
      ReceivedBar row,
      DateRange asked,
      TradingCalendar calendar,
      Predicate<LocalDate> provisional) {
    var session = row.session();
    if (!Bar.startOfSession(row.start()).equals(row.start())) {
      return refused(row, RejectReason.MISDATED, row.start() + " is not midnight in New York");
    }
    if (!asked.contains(session)) {
      return refused(row, RejectReason.OUT_OF_RANGE, session + " is outside " + asked);
    }
    var misplaced = dateFault(session, calendar);
    if (misplaced.isPresent()) {
      return refused(row, misplaced.get().reason(), misplaced.get().detail());
    }
    var fault =
        RowValues.fault(
            row.open(), row.high(), row.low(), row.close(), row.volume().orElse(Double.NaN));
    boolean noVolume = row.volume().isPresent() && Double.isNaN(row.volume().getAsDouble());
    if (noVolume && fault.filter(f -> f.reason() == RejectReason.NOT_A_NUMBER).isEmpty()) {
      fault = Optional.of(new RowValues.Fault(RejectReason.NOT_A_NUMBER, "volume is NaN"));
    }
    if (fault.isPresent()) {
      return refused(row, fault.get().reason(), fault.get().detail());
    }
    boolean inCalendar = calendar.known().contains(session);
    return new Checked.Accepted(
        row.instrument(), checkedBar(row, inCalendar, inCalendar && provisional.test(session)));
  }

  private static CheckedBar checkedBar(ReceivedBar row, boolean inCalendar, boolean provisional) {
    int suspicions =
        RowValues.suspicions(
            row.open(), row.high(), row.low(), row.close(), row.volume().orElse(Double.NaN));
    if (!inCalendar) {
      suspicions |= Suspicion.OUTSIDE_CALENDAR.bit();
    }
    var vwap = row.vwap();
    if (vwap.isPresent() && !RowValues.isUsable(vwap.getAsDouble())) {
      suspicions |= Suspicion.VWAP_OR_TRADES_UNUSABLE.bit();
      vwap = OptionalDouble.empty();
    }
    var trades = row.trades();
    if (trades.isPresent() && trades.getAsLong() < 0) {
      suspicions |= Suspicion.VWAP_OR_TRADES_UNUSABLE.bit();
      trades = OptionalLong.empty();
    }
    return new CheckedBar(
        new Bar(
            row.start(),
            row.open(),
            row.high(),
            row.low(),
            row.close(),
            row.volume(),
            vwap,
            trades),
        Suspicion.of(suspicions),
        provisional);
  }

  private static Checked refused(ReceivedBar row, RejectReason reason, String detail) {
    return new Checked.Refused(refusal(row, reason, detail));
  }

  private static RejectedBar refusal(ReceivedBar row, RejectReason reason, String detail) {
    var session = Optional.of(row.session()).filter(STORABLE::contains);
    return new RejectedBar(
        Optional.of(row.instrument()), row.symbol(), session, reason, detail, row.received().get());
  }

  private record Cell(InstrumentId instrument, LocalDate session) {
    static Cell of(ReceivedBar row) {
      return new Cell(row.instrument(), row.session());
    }
  }
}
