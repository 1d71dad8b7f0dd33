package ai.tickstock.market;

import ai.tickstock.market.ScheduleAdjustment.Kind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// When jobs that follow an exchange's sessions are due, and what goes on there in between.
/// Immutable; safe for use by many threads.
///
/// Everything is worked out from local times of the exchange, so that its clock changes move the
/// instants and nothing else. Each method throws `IllegalArgumentException` when its answer needs a
/// date outside the calendar's known years.
public final class MarketHours {
  /// From an ordinary close to the end-of-day job.
  public static final Duration JOB_DELAY = Duration.ofMinutes(45);

  /// From an early close to the end-of-day job.
  public static final Duration JOB_DELAY_AFTER_EARLY_CLOSE = Duration.ofMinutes(60);

  /// How many sessions `adjustmentsAfter` looks ahead when nobody says.
  public static final int SESSIONS_AHEAD = 2;

  private final TradingCalendar calendar;
  private final Duration delay;
  private final Duration delayAfterEarlyClose;

  private MarketHours(TradingCalendar calendar, Duration delay, Duration delayAfterEarlyClose) {
    if (delay.isNegative() || delayAfterEarlyClose.isNegative()) {
      throw new IllegalArgumentException(
          "a job after the close is not before it: " + delay + ", " + delayAfterEarlyClose);
    }
    this.calendar = calendar;
    this.delay = delay;
    this.delayAfterEarlyClose = delayAfterEarlyClose;
  }

  /// With the usual delays of the end-of-day job.
  public static MarketHours of(TradingCalendar calendar) {
    return of(calendar, JOB_DELAY, JOB_DELAY_AFTER_EARLY_CLOSE);
  }

  /// @param delay from an ordinary close to the job after it, not negative
  /// @param delayAfterEarlyClose the same after an early close
  public static MarketHours of(
      TradingCalendar calendar, Duration delay, Duration delayAfterEarlyClose) {
    return new MarketHours(calendar, delay, delayAfterEarlyClose);
  }

  /// A session and the instant at which the job after it is due.
  public record DueJob(Session session, Instant due) {}

  /// What goes on at an instant. An instant at which one phase ends and another begins belongs to
  /// the one that begins.
  public MarketPhase phase(Instant instant) {
    var date = dateOf(instant);
    return calendar
        .session(date)
        .map(session -> phaseOf(session, instant))
        .orElse(isWeekend(date) ? MarketPhase.WEEKEND : MarketPhase.HOLIDAY);
  }

  private MarketPhase phaseOf(Session session, Instant instant) {
    if (session.isOpenAt(instant)) {
      return MarketPhase.REGULAR;
    }
    boolean beforeOpen = instant.isBefore(session.open());
    if (!beforeOpen && instant.isBefore(session.close())) {
      return MarketPhase.LUNCH;
    }
    boolean extended =
        calendar.zone().equals(Bar.NEW_YORK)
            && !instant.isBefore(ExtendedHours.beginOf(session))
            && instant.isBefore(ExtendedHours.scheduledEndOf(session));
    if (!extended) {
      return MarketPhase.CLOSED_OVERNIGHT;
    }
    return beforeOpen ? MarketPhase.BEFORE_OPEN : MarketPhase.AFTER_CLOSE;
  }

  /// When the job after a session is due: its close plus the delay.
  public Instant jobAfterClose(Session session) {
    return session.close().plus(session.early() ? delayAfterEarlyClose : delay);
  }

  /// The first job that is due after an instant, and not at it.
  public DueJob nextJobAfter(Instant instant) {
    var longest = delay.compareTo(delayAfterEarlyClose) > 0 ? delay : delayAfterEarlyClose;
    var date = dateOf(instant);
    var earliest = dateOf(instant.minus(longest));
    if (calendar.known().contains(date) && !calendar.known().contains(earliest)) {
      earliest = calendar.known().first();
    }
    var session = sessionFrom(earliest);
    while (!jobAfterClose(session).isAfter(instant)) {
      session = calendar.next(session.date());
    }
    return new DueJob(session, jobAfterClose(session));
  }

  /// When a job in the morning after a session is due: at a time of the exchange on the date of the
  /// next session. Times that a clock change leaves out come an hour later.
  public Instant nextMorning(Session session, LocalTime time) {
    return calendar.next(session.date()).date().atTime(time).atZone(calendar.zone()).toInstant();
  }

  /// As the other, for the next two sessions.
  public List<ScheduleAdjustment> adjustmentsAfter(LocalDate date) {
    return adjustmentsAfter(date, SESSIONS_AHEAD);
  }

  /// What moves the jobs or the hours in the days after a date. A fact is the same, and equal,
  /// whichever date it is seen from; so who sends notices can tell which were sent.
  ///
  /// @param sessions the last session looked at is the one so many after the date, at least 1
  /// @return by date; one for each thing that is unusual, none for what goes on as before
  public List<ScheduleAdjustment> adjustmentsAfter(LocalDate date, int sessions) {
    if (sessions < 1) {
      throw new IllegalArgumentException("looks " + sessions + " sessions ahead, not at least 1");
    }
    var last = date;
    for (int i = 0; i < sessions; i++) {
      last = calendar.next(last).date();
    }
    return date.plusDays(1).datesUntil(last.plusDays(1)).flatMap(this::adjustments).toList();
  }

  private Stream<ScheduleAdjustment> adjustments(LocalDate date) {
    return calendar.session(date).map(this::adjustments).orElseGet(() -> closure(date));
  }

  private Stream<ScheduleAdjustment> closure(LocalDate date) {
    if (isWeekend(date)) {
      return Stream.empty();
    }
    var usual = on(date, ordinaryAround(date));
    return Stream.of(
        new ScheduleAdjustment(
            Kind.CLOSURE,
            calendar.zone(),
            usual,
            Optional.empty(),
            jobAfterClose(usual),
            Optional.empty(),
            calendar.reason(date).orElse("no session")));
  }

  private Stream<ScheduleAdjustment> adjustments(Session session) {
    return Stream.concat(otherHours(session), clockChange(session));
  }

  private Stream<ScheduleAdjustment> otherHours(Session session) {
    var usual = on(session.date(), ordinaryAround(session.date()));
    if (isExtra(session.date())) {
      var job = jobAfterClose(session);
      return Stream.of(
          new ScheduleAdjustment(
              Kind.EXTRA_SESSION,
              calendar.zone(),
              usual,
              Optional.of(session),
              job,
              Optional.of(job),
              calendar.reason(session.date()).orElse("decided later")));
    }
    boolean same =
        session.open().equals(usual.open())
            && session.close().equals(usual.close())
            && session.lunch().equals(usual.lunch());
    return same
        ? Stream.empty()
        : Stream.of(
            new ScheduleAdjustment(
                session.early() ? Kind.EARLY_CLOSE : Kind.OTHER_HOURS,
                calendar.zone(),
                usual,
                Optional.of(session),
                jobAfterClose(usual),
                Optional.of(jobAfterClose(session)),
                calendar.reason(session.date()).orElse("New regular hours")));
  }

  /// Whether only a decision over the calendar file made this date a session.
  private boolean isExtra(LocalDate date) {
    return isWeekend(date) || !TradingCalendar.of(calendar.exchange()).isSession(date);
  }

  /// Of the first session after the clocks changed.
  private Stream<ScheduleAdjustment> clockChange(Session session) {
    return Stream.ofNullable(calendar.zone().getRules().previousTransition(session.open()))
        .filter(change -> isFirstSince(dateOf(change.getInstant()), session))
        .map(change -> {
          var job = jobAfterClose(session);
          return new ScheduleAdjustment(
              Kind.CLOCK_CHANGE,
              calendar.zone(),
              session,
              Optional.of(session),
              job.plus(change.getDuration()),
              Optional.of(job),
              change.isGap() ? "Clocks go forward" : "Clocks go back");
        });
  }

  private boolean isFirstSince(LocalDate date, Session session) {
    return calendar.known().contains(date) && sessionFrom(date).date().equals(session.date());
  }

  /// The nearest session before a date that had the regular hours of its day; in the first days of
  /// what is known the nearest after it.
  private Session ordinaryAround(LocalDate date) {
    var known = calendar.known();
    var before = Stream.iterate(date.minusDays(1), known::contains, d -> d.minusDays(1));
    var after = Stream.iterate(date.plusDays(1), known::contains, d -> d.plusDays(1));
    return Stream.concat(before, after)
        .filter(d -> calendar.reason(d).isEmpty())
        .flatMap(d -> calendar.session(d).stream())
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(calendar.exchange() + ": no ordinary session is known"));
  }

  /// A session with the same local times on another date.
  private Session on(LocalDate date, Session other) {
    return new Session(
        other.exchange(),
        date,
        moved(other.open(), date),
        moved(other.close(), date),
        other
            .lunch()
            .map(rest -> new Session.Break(moved(rest.start(), date), moved(rest.end(), date))),
        false);
  }

  private Instant moved(Instant instant, LocalDate date) {
    return date.atTime(instant.atZone(calendar.zone()).toLocalTime())
        .atZone(calendar.zone())
        .toInstant();
  }

  private Session sessionFrom(LocalDate date) {
    return calendar.session(date).orElseGet(() -> calendar.next(date));
  }

  private LocalDate dateOf(Instant instant) {
    return LocalDate.ofInstant(instant, calendar.zone());
  }

  private static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
  }
}
