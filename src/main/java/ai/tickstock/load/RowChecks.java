package ai.tickstock.load;

import ai.tickstock.bars.BarChecks;
import ai.tickstock.bars.CheckedBar;
import ai.tickstock.bars.MinuteChecks;
import ai.tickstock.bars.ReceivedBar;
import ai.tickstock.bars.RejectedBar;
import ai.tickstock.listing.Instrument;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.DayRows;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.BarRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hands the rows of one answer to the checks of package `bars`, each with the instrument that it
/// is about.
///
/// @param finality tells which of them are provisional
/// @param elsewhere calendars of those that do not follow the one of `finality`
/// @param nanos takes the time that checking takes
record RowChecks(Finality finality, Map<InstrumentId, TradingCalendar> elsewhere, LongAdder nanos) {
  RowChecks {
    elsewhere = Map.copyOf(elsewhere);
  }

  /// Of a run.
  static RowChecks of(Finality finality, Collection<Instrument> instruments, LongAdder nanos) {
    var elsewhere = new HashMap<InstrumentId, TradingCalendar>();
    for (var one : instruments) {
      var calendar = finality.calendar(one.follows());
      if (!calendar.exchange().equals(finality.calendar().exchange())) {
        elsewhere.put(one.id(), calendar);
      }
    }
    return new RowChecks(finality, elsewhere, nanos);
  }

  /// Stands where a line was so damaged that not even its ticker could be read.
  static final Symbol UNREADABLE_TICKER = new Symbol("#unreadable");

  /// @param bars ascending, at most one a session
  /// @param sessions for which a row came, stored or refused; can name one twice
  record Checked(List<CheckedBar> bars, List<RejectedBar> rejected, List<LocalDate> sessions) {}

  TradingCalendar calendar(InstrumentId instrument) {
    return elsewhere.isEmpty()
        ? finality.calendar()
        : elsewhere.getOrDefault(instrument, finality.calendar());
  }

  /// Rows of a vendor's answer.
  Checked check(InstrumentId instrument, List<BarRow> rows, DateRange asked, Instant receivedAt) {
    return timed(() -> check(instrument, rows, asked, finality.provisionalAt(receivedAt)));
  }

  /// Rows of a file: files are published when their values are final.
  Checked checkFinal(InstrumentId instrument, List<BarRow> rows, DateRange asked) {
    return timed(() -> check(instrument, rows, asked, session -> false));
  }

  /// Rows of a file of one session.
  ///
  /// @param holders whose each row is; rows that are nobody's are left out
  BarChecks.CheckedSession checkFinal(DayRows rows, @Nullable InstrumentId[] holders) {
    return timed(() -> BarChecks.checkSession(rows, holders, this::calendar));
  }

  /// Minute rows of a vendor's answer.
  MinuteChecks.Checked checkMinutes(
      InstrumentId instrument, MinuteRows rows, DateRange asked, Instant receivedAt) {
    return timed(() ->
        MinuteChecks.check(
            instrument, rows, asked, calendar(instrument), finality.provisionalAt(receivedAt)));
  }

  /// Minute rows of a file.
  MinuteChecks.Checked checkFinalMinutes(
      InstrumentId instrument, MinuteRows rows, DateRange asked) {
    return timed(
        () -> MinuteChecks.check(instrument, rows, asked, calendar(instrument), session -> false));
  }

  private <T> T timed(Supplier<T> checking) {
    long began = System.nanoTime();
    try {
      return checking.get();
    } finally {
      nanos.add(System.nanoTime() - began);
    }
  }

  private Checked check(
      InstrumentId instrument,
      List<BarRow> rows,
      DateRange asked,
      Predicate<LocalDate> provisional) {
    var checked =
        BarChecks.checkAll(
            rows.stream().map(row -> received(instrument, row)).toList(),
            asked,
            calendar(instrument),
            provisional);
    var bars = checked.accepted().getOrDefault(instrument, List.of());
    var sessions = new ArrayList<LocalDate>(rows.size());
    bars.forEach(bar -> sessions.add(bar.bar().session()));
    checked.refused().forEach(row -> row.session().ifPresent(sessions::add));
    return new Checked(bars, checked.refused(), sessions);
  }

  private static ReceivedBar received(InstrumentId instrument, BarRow row) {
    return new ReceivedBar(
        instrument,
        row.symbol(),
        row.start(),
        row.open(),
        row.high(),
        row.low(),
        row.close(),
        row.volume(),
        row.vwap(),
        row.trades(),
        row::asReceived);
  }
}
