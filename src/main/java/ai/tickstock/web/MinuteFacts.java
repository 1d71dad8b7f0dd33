package ai.tickstock.web;

import ai.tickstock.bars.MinuteStore;
import ai.tickstock.jobs.GapCause;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.load.MinuteStrip;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.quality.ImportedFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The minutes of one session of one instrument: which are stored, and why the others are not.
///
/// @param address SYMBOL or SYMBOL@DATE, by which it was asked for
/// @param symbol the ticker now, or the last one
/// @param extended whether hours before the open and after the close are shown too; exchanges of
///   the US alone have them
/// @param zone of the exchange, in whose time the page shows minutes, e.g. `America/New_York`
/// @param trading from when to when, or why the exchange is closed
/// @param state of the session as coverage has it; empty where nothing is expected
/// @param cause in one word; empty where all is there
/// @param evidence what coverage says of it
/// @param minutes ascending
/// @param before the session before
/// @param after the session after, while there is one
record MinuteFacts(
    String address,
    String symbol,
    LocalDate session,
    boolean extended,
    String zone,
    String trading,
    String state,
    String cause,
    String evidence,
    int bars,
    int explained,
    int missing,
    List<Minute> minutes,
    Optional<LocalDate> before,
    Optional<LocalDate> after) {
  static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.date("session", "its date; the last one with minute bars if left out"),
          Parameter.text(
              "hours", "regular (if left out) or extended: from 04:00 to 20:00, in the US alone"));

  /// @param kind `bar`, `explained`, `missing` or `not expected`
  /// @param word why there is no bar; empty where there is one
  record Minute(
      Instant start, String kind, String word, Optional<Double> close, Optional<Double> volume) {}

  static MinuteFacts of(Asked asked, ConsoleProgram program) {
    var hours = asked.word("hours", List.of("regular", "extended"), "regular");
    var database = program.database();
    var one = InstrumentArgument.parse(asked.shown("symbol")).find(Instruments.postgres(database));
    boolean isExtended = hours.equals("extended") && one.follows().equals(Mic.XNYS);
    var finality = program.finality().at(one.follows());
    var calendar = finality.calendar();
    var reports = CoverageReports.postgres(database, program.finality(), program.clock());
    var date =
        asked
            .date("session")
            .or(() -> reports.stored(BarInterval.MINUTE, List.of(one.id())).map(DateRange::last))
            .orElseGet(() -> finality.lastFinal(program.clock().instant()));
    if (!calendar.known().contains(date)) {
      throw Misasked.wrong("session: the calendar knows " + calendar.known());
    }
    var session = calendar.session(date);
    var line =
        reports
            .report(
                BarInterval.MINUTE,
                Map.of(one.id(), one.symbol()),
                DateRange.of(date),
                CoverageReports.Expect.WHOLE_RANGE)
            .lines()
            .getFirst();
    var strip =
        session.map(open ->
            MinuteStrip.of(
                line,
                open,
                MinuteStore.postgres(database, calendar)
                    .read(one.id(), datesInNewYork(open), Optional.empty()),
                isExtended));
    var why = why(program, one, date, strip.flatMap(MinuteStrip::hole), calendar);
    return new MinuteFacts(
        asked.shown("symbol"),
        one.symbol().ticker(),
        date,
        isExtended,
        calendar.zone().getId(),
        session
            .map(open -> open.hours(calendar.zone()) + (open.early() ? ", an early close" : ""))
            .orElseGet(() -> "closed: " + calendar.reason(date).orElse("a weekend")),
        strip.flatMap(MinuteStrip::state).map(Words::of).orElse(""),
        why.map(Why::cause).orElse(""),
        why.map(Why::evidence).orElse(""),
        strip.map(s -> s.count(MinuteStrip.Kind.BAR)).orElse(0),
        strip.map(s -> s.count(MinuteStrip.Kind.EXPLAINED)).orElse(0),
        strip.map(s -> s.count(MinuteStrip.Kind.MISSING)).orElse(0),
        strip.map(MinuteStrip::minutes).orElse(List.of()).stream()
            .map(minute -> minute(minute, why, session))
            .toList(),
        date.isAfter(calendar.known().first().plusDays(10))
            ? Optional.of(calendar.previous(date).date())
            : Optional.empty(),
        Optional.of(date)
            .filter(day -> day.isBefore(finality.lastFinal(program.clock().instant())))
            .map(day -> calendar.next(day).date()));
  }

  /// Those by which its bars are read: a session of the Far East begins on the date before.
  private static DateRange datesInNewYork(Session session) {
    var first = Bar.dateOf(session.open());
    var last = Bar.dateOf(session.close());
    return new DateRange(
        first.isBefore(session.date()) ? first : session.date(),
        last.isAfter(session.date()) ? last : session.date());
  }

  /// @param cause in one word
  private record Why(String cause, String evidence) {}

  private static Optional<Why> why(
      ConsoleProgram program,
      Instrument one,
      LocalDate date,
      Optional<CoverageReport.Hole> hole,
      TradingCalendar calendar) {
    var day = DateRange.of(date);
    return hole.map(found ->
            GapCause.of(
                found,
                calendar,
                ImportedFacts.halts(program.database(), List.of(one.id()), day)
                    .getOrDefault(one.id(), List.of())))
        .or(() -> GapCause.notExpected(one, day, calendar).stream().findFirst())
        .map(row ->
            new Why(
                row.cause().map(cause -> cause.word().replace('_', ' ')).orElse(""),
                Words.because(row.reason(), row.evidence())));
  }

  private static Minute minute(
      MinuteStrip.Minute minute, Optional<Why> why, Optional<Session> session) {
    var bar = minute.bar().map(stored -> stored.bar());
    var word =
        switch (minute.kind()) {
          case BAR -> "";
          case MISSING -> why.map(Why::cause).orElse("unexplained");
          // A session that is there has minutes in which nobody traded.
          case EXPLAINED -> why.map(Why::cause).filter(c -> !isOfParts(c)).orElse("no trade");
          case NOT_EXPECTED ->
              session.filter(open -> open.isOpenAt(minute.start())).isPresent()
                  ? why.map(Why::cause).orElse("not expected")
                  : "out of regular hours";
        };
    return new Minute(
        minute.start(),
        Words.of(minute.kind()),
        word,
        bar.map(one -> one.close()),
        bar.flatMap(one ->
            one.volume().isPresent() ? Optional.of(one.volume().getAsDouble()) : Optional.empty()));
  }

  /// Whether a cause is about some of the minutes, and not the session.
  private static boolean isOfParts(String cause) {
    return cause.equals(GapCause.VENDOR_MISSING.word().replace('_', ' '));
  }

  // ---- as it is painted: an hour a row

  /// @param hour in the zone, e.g. `09`
  /// @param cells those of the hour
  record Row(String hour, List<Cell> cells) {}

  /// @param at minute of the hour
  /// @param minute of the day in the zone
  /// @param kind as a class of the style sheet
  /// @param words what it says
  record Cell(int at, int minute, String kind, String words) {}

  List<Row> rows() {
    var rows = new ArrayList<Row>();
    var cells = new ArrayList<Cell>();
    Optional<ZonedDateTime> before = Optional.empty();
    for (var minute : minutes) {
      var time = minute.start().atZone(ZoneId.of(zone));
      if (before.filter(last -> last.getHour() != time.getHour()).isPresent()) {
        rows.add(row(before.get(), cells));
        cells.clear();
      }
      cells.add(
          new Cell(
              time.getMinute(),
              time.getHour() * 60 + time.getMinute(),
              minute.kind().replace(' ', '-'),
              clock(minute.start()) + " " + words(minute)));
      before = Optional.of(time);
    }
    before.ifPresent(last -> rows.add(row(last, cells)));
    return rows;
  }

  /// `09:30`, in the zone.
  String clock(Instant instant) {
    return instant.atZone(ZoneId.of(zone)).toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /// `New York`.
  String city() {
    return zone.substring(zone.lastIndexOf('/') + 1).replace('_', ' ');
  }

  private static Row row(ZonedDateTime time, List<Cell> cells) {
    return new Row(String.format(Locale.ROOT, "%02d", time.getHour()), List.copyOf(cells));
  }

  private static String words(Minute minute) {
    return minute.kind()
        + minute.close().map(close -> ", close " + Words.price(close)).orElse("")
        + minute.volume().map(shares -> ", volume " + Words.number(Math.round(shares))).orElse("")
        + (minute.word().isEmpty() ? "" : ", " + minute.word());
  }

  /// Neighbouring minutes of one kind for one reason.
  ///
  /// @param last the last minute of them
  record Span(Instant first, Instant last, int count, String kind, String word) {}

  List<Span> spans() {
    var spans = new ArrayList<Span>();
    for (var minute : minutes) {
      var last = spans.isEmpty() ? Optional.<Span>empty() : Optional.of(spans.getLast());
      var same =
          last.filter(
              span -> span.kind().equals(minute.kind()) && span.word().equals(minute.word()));
      if (same.isPresent()) {
        spans.removeLast();
      }
      spans.add(
          new Span(
              same.map(Span::first).orElse(minute.start()),
              minute.start(),
              same.map(Span::count).orElse(0) + 1,
              minute.kind(),
              minute.word()));
    }
    return spans;
  }

  /// Whether a person can accept the session, or has accepted it.
  boolean isToDecide() {
    return SessionFacts.isToDecide(state);
  }

  /// Where a person decides about the session.
  String decision() {
    return SessionFacts.path(address, BarInterval.MINUTE.word(), session, session);
  }

  String path(LocalDate day) {
    return "/symbols/"
        + Words.path(address)
        + "/minutes?session="
        + day
        + (extended ? "&hours=extended" : "");
  }
}
