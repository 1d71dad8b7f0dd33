package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Decides which minute bars of one instrument are stored and which are refused, and why. Pure.
///
/// Refused is what cannot be: see [BarChecks]; a start that is no whole minute, lies outside of
/// 04:00 to 20:00 New York time, on a day without a session, or was not asked for. An exact repeat
/// counts and is dropped; of different rows of one minute none is taken.
public final class MinuteChecks {
  private static final int MINUTE = 60_000;

  private final InstrumentId instrument;
  private final MinuteRows rows;
  private final DateRange asked;
  private final TradingCalendar calendar;
  private final TradingDays days;

  private final boolean[] taken;
  private final byte[] suspicions;
  private final boolean[] withoutVwap;
  private final List<RejectedBar> refused = new ArrayList<>(0);
  private final int[] repeats;
  private final int[] rejected;
  private final int[] lost;
  private int kept;
  private int repeated;

  private MinuteChecks(
      InstrumentId instrument,
      MinuteRows rows,
      DateRange asked,
      TradingCalendar calendar,
      TradingDays days) {
    this.instrument = instrument;
    this.rows = rows;
    this.asked = asked;
    this.calendar = calendar;
    this.days = days;
    this.taken = new boolean[rows.size()];
    this.suspicions = new byte[rows.size()];
    this.withoutVwap = new boolean[rows.size()];
    this.repeats = new int[days.size()];
    this.rejected = new int[days.size()];
    this.lost = new int[days.size()];
  }

  /// What became of the rows of one answer or file.
  ///
  /// @param batch what is to be stored; its rows can be none
  /// @param refused in the order of their starts
  /// @param repeats rows that said once more what another row had said
  public record Checked(MinuteBatch batch, List<RejectedBar> refused, int repeats) {
    public Checked {
      refused = List.copyOf(refused);
    }

    /// Sessions for which a row came, stored or refused.
    public Set<LocalDate> answered() {
      var answered = new HashSet<LocalDate>();
      batch.sessions().forEach(session -> answered.add(session.session()));
      refused.forEach(row -> row.session().ifPresent(answered::add));
      return answered;
    }

    /// Sessions for which rows came and none could be stored: these cells are rejected.
    public SessionSet rejectedCells() {
      var range = batch.range();
      var seen =
          refused.stream()
              .filter(row -> row.reason() != RejectReason.OFF_SESSION)
              .flatMap(row -> row.session().stream())
              .toList();
      var stored = batch.sessions().stream().map(MinuteSession::session).toList();
      return SessionSet.of(range, seen).minus(SessionSet.of(range, stored));
    }
  }

  /// Checks rows of one instrument, each by itself and against the others of its minute.
  ///
  /// @param rows in any order
  /// @param asked what was asked for
  /// @param provisional whether the values of a session were not final yet when they were fetched
  public static Checked check(
      InstrumentId instrument,
      MinuteRows rows,
      DateRange asked,
      TradingCalendar calendar,
      Predicate<LocalDate> provisional) {
    return check(instrument, rows, asked, calendar, TradingDays.of(calendar, asked), provisional);
  }

  /// @param days those of the calendar in the asked range; worked out once for many instruments
  static Checked check(
      InstrumentId instrument,
      MinuteRows rows,
      DateRange asked,
      TradingCalendar calendar,
      TradingDays days,
      Predicate<LocalDate> provisional) {
    return new MinuteChecks(instrument, rows.ascending(), asked, calendar, days).run(provisional);
  }

  private Checked run(Predicate<LocalDate> provisional) {
    int day = 0;
    int size = rows.size();
    for (int row = 0; row < size; ) {
      long start = rows.startMillis(row);
      int next = row + 1;
      while (next < size && rows.startMillis(next) == start) {
        next++;
      }
      day = days.notEndedBefore(start, day);
      minute(row, next, day);
      row = next;
    }
    return checked(provisional);
  }

  /// The rows of one start.
  private void minute(int from, int to, int day) {
    boolean inSession = days.holds(day, rows.startMillis(from));
    var passed = new int[to - from];
    int count = 0;
    for (int row = from; row < to; row++) {
      if (isRepeat(from, row)) {
        repeated++;
        if (inSession) {
          repeats[day]++;
        }
      } else if (passes(row, day, inSession)) {
        passed[count++] = row;
      }
    }
    if (count == 1) {
      take(passed[0]);
      return;
    }
    if (inSession) {
      lost[day]++;
    }
    for (int i = 0; i < count; i++) {
      refuse(
          passed[i],
          RejectReason.CONTRADICTION,
          "one of " + count + " different rows of the minute " + instant(passed[i]));
      rejected[day]++;
    }
  }

  private boolean isRepeat(int from, int row) {
    for (int before = from; before < row; before++) {
      if (rows.isRepeat(before, row)) {
        return true;
      }
    }
    return false;
  }

  /// Checks one row by itself: date before values.
  private boolean passes(int row, int day, boolean inSession) {
    if (rows.startMillis(row) % MINUTE != 0) {
      refuse(row, RejectReason.MISDATED, instant(row) + " is no whole minute");
    } else if (!inSession) {
      refuseOutside(row);
      return false;
    } else {
      var fault =
          RowValues.fault(
              rows.open(row), rows.high(row), rows.low(row), rows.close(row), rows.volume(row));
      if (fault.isEmpty()) {
        return true;
      }
      refuse(row, fault.get().reason(), fault.get().detail());
    }
    if (inSession) {
      rejected[day]++;
    }
    return false;
  }

  private void refuseOutside(int row) {
    var date = date(row);
    if (!asked.contains(date)) {
      refuse(row, RejectReason.OUT_OF_RANGE, date + " is outside " + asked);
    } else if (!calendar.known().contains(date)) {
      refuse(
          row,
          RejectReason.OUT_OF_RANGE,
          date + " is outside the calendar's known " + calendar.known());
    } else if (calendar.isSession(date)) {
      refuse(
          row,
          RejectReason.OFF_SESSION,
          instant(row).atZone(Bar.NEW_YORK).toLocalTime()
              + " New York time is outside 04:00 to 20:00");
    } else {
      refuse(row, RejectReason.OFF_SESSION, calendar.exchange() + " was closed on " + date);
    }
  }

  private void take(int row) {
    taken[row] = true;
    kept++;
    int bits =
        RowValues.suspicions(
            rows.open(row), rows.high(row), rows.low(row), rows.close(row), rows.volume(row));
    double vwap = rows.vwap(row);
    if (!Double.isNaN(vwap) && !RowValues.isUsable(vwap)) {
      withoutVwap[row] = true;
      bits |= Suspicion.VWAP_OR_TRADES_UNUSABLE.bit();
    }
    suspicions[row] = (byte) bits;
  }

  private void refuse(int row, RejectReason reason, String detail) {
    refused.add(
        new RejectedBar(
            Optional.of(instrument),
            rows.symbol(),
            Optional.of(date(row)),
            reason,
            detail,
            rows.asReceived(row)));
  }

  private Checked checked(Predicate<LocalDate> provisional) {
    var kept = this.kept == rows.size() && noneWithoutVwap() ? rows : keptRows();
    var bits = this.kept == rows.size() ? suspicions : keptSuspicions();
    var open = new HashSet<LocalDate>();
    var sessions =
        new MinuteSummary(days, repeats, rejected, lost)
            .of(
                kept,
                date -> {
                  boolean isOpen = provisional.test(date);
                  if (isOpen) {
                    open.add(date);
                  }
                  return isOpen;
                });
    return new Checked(
        new MinuteBatch(instrument, asked, kept, bits, sessions, open), refused, repeated);
  }

  private boolean noneWithoutVwap() {
    for (boolean without : withoutVwap) {
      if (without) {
        return false;
      }
    }
    return true;
  }

  private MinuteRows keptRows() {
    var builder = MinuteRows.of(rows.symbol());
    for (int row = 0; row < taken.length; row++) {
      if (taken[row]) {
        builder.add(
            rows.startMillis(row),
            rows.open(row),
            rows.high(row),
            rows.low(row),
            rows.close(row),
            rows.volume(row),
            withoutVwap[row] ? Double.NaN : rows.vwap(row),
            rows.trades(row));
      }
    }
    return builder.build();
  }

  private byte[] keptSuspicions() {
    var bits = new byte[kept];
    int at = 0;
    for (int row = 0; row < taken.length; row++) {
      if (taken[row]) {
        bits[at++] = suspicions[row];
      }
    }
    return bits;
  }

  private Instant instant(int row) {
    return Instant.ofEpochMilli(rows.startMillis(row));
  }

  private LocalDate date(int row) {
    return Bar.dateOf(instant(row));
  }
}
