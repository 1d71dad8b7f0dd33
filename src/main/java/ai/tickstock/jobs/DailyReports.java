package ai.tickstock.jobs;

import ai.tickstock.bars.CellState;
import ai.tickstock.database.Database;
import ai.tickstock.listing.ListingChanges;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.load.Finality;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.quality.Comparison;
import ai.tickstock.quality.SecondSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Makes the daily report of a session from what is stored, and keeps it. Safe for use by many
/// threads.
public final class DailyReports {
  static final int SESSIONS = 30;
  private static final int MOST_MISSING = 2_000;
  private static final int MOST_GRAVE = 50;
  private static final int NAMED = 10;

  private final Database database;
  private final Finality finality;
  private final InstantSource clock;

  /// @param finality of the exchange whose sessions are meant
  public DailyReports(Database database, Finality finality, InstantSource clock) {
    this.database = database;
    this.finality = finality;
    this.clock = clock;
  }

  /// The report of a session as it was made last, with what became of its findings since; empty
  /// when none was.
  public Optional<DailyReport> stored(LocalDate session) {
    return last(session).filter(report -> report.session().equals(session));
  }

  /// The newest one, the same way; empty when none was made.
  public Optional<DailyReport> newest() {
    return last(LocalDate.MAX.withYear(9999));
  }

  private Optional<DailyReport> last(LocalDate session) {
    return database.read(h ->
        ReportQueries.stored(h, calendar().exchange(), session, 1).stream()
            .findFirst()
            .map(report -> report.with(ReportQueries.asTheyStand(h, report.person()))));
  }

  /// The last thirty sessions up to the last final one, or up to the newest report where that is
  /// later, oldest first.
  public List<ReportedSession> trend() {
    var last = finality.lastFinal(clock.instant());
    return database.read(h -> {
      var until =
          ReportQueries.newest(h, calendar().exchange())
              .filter(newest -> newest.isAfter(last))
              .orElse(last);
      var first = firstOfWindow(until);
      var reported = ReportQueries.reported(h, calendar().exchange(), first, until);
      return calendar().sessions(new DateRange(first, until)).stream()
          .map(Session::date)
          .map(date -> reported.getOrDefault(date, ReportedSession.without(date)))
          .toList();
    });
  }

  static void store(Handle transaction, TradingCalendar calendar, DailyReport report) {
    ReportQueries.store(transaction, calendar.exchange(), report);
  }

  /// Makes the report of a session from what is stored now.
  public DailyReport make(LocalDate session) {
    return make(session, TrackedCoverage.measure(database, finality, clock, session));
  }

  /// @param coverage of the session, as it was measured just now
  DailyReport make(LocalDate session, TrackedCoverage coverage) {
    var window = window(session);
    return database.read(h -> make(h, session, coverage, window));
  }

  /// The last thirty sessions, or those since the first bar that is stored, of tracked symbols that
  /// ever had a bar.
  private CoverageReport window(LocalDate session) {
    var symbols =
        TrackedCoverage.symbols(TrackedInstruments.on(database, calendar().exchange(), session));
    var reports = CoverageReports.postgres(database, finality, clock);
    var first = firstOfWindow(session);
    var from =
        reports
            .stored(BarInterval.DAY, symbols.keySet())
            .map(DateRange::first)
            .filter(stored -> stored.isAfter(first) && !stored.isAfter(session))
            .orElse(first);
    var report =
        reports.report(
            BarInterval.DAY,
            symbols,
            new DateRange(from, session),
            CoverageReports.Expect.FROM_FIRST_BAR);
    return new CoverageReport(
        report.interval(),
        report.range(),
        report.lines().stream().filter(line -> line.firstBar().isPresent()).toList());
  }

  private LocalDate firstOfWindow(LocalDate session) {
    var days =
        new DateRange(session.minusDays(2L * SESSIONS), session)
            .overlap(calendar().known())
            .map(calendar()::sessions)
            .orElse(List.of());
    return days.size() <= SESSIONS
        ? days.getFirst().date()
        : days.get(days.size() - SESSIONS).date();
  }

  private DailyReport make(
      Handle h, LocalDate session, TrackedCoverage coverage, CoverageReport window) {
    var exchange = calendar().exchange();
    var madeAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var evening = EndOfDayHistory.postgres(database).held(exchange, session, 0);
    var earlier = ReportQueries.stored(h, exchange, session.minusDays(1), SESSIONS - 1).reversed();
    var since = earlier.isEmpty() ? madeAt.minus(Duration.ofDays(1)) : earlier.getLast().madeAt();
    var whole =
        new DailyReport.Whole(
            coverage.expected(),
            coverage.complete(),
            coverage.percent(),
            coverage.dollarPercent(),
            new TreeMap<>(coverage.states()));
    var findings = ReportQueries.findings(h, since, madeAt);
    var steps = steps(h, session, evening);
    var revisions = revisions(evening);
    var person = new ArrayList<DailyReport.Waiting>();
    steps.stream()
        .filter(step -> step.state().equals("failed"))
        .map(step ->
            new DailyReport.Waiting(
                "high",
                "failed step",
                step.step(),
                step.message(),
                "tickstock eod run --session " + session + " --step " + step.step()))
        .forEach(person::add);
    person.addAll(ReportQueries.grave(h, MOST_GRAVE));
    person.addAll(ReportQueries.held(h, session));
    person.addAll(questions());
    person.addAll(ReportQueries.unfinishedListings(h));
    var trend = new ArrayList<DailyReport.Trend>();
    earlier.stream().map(DailyReport::trend).map(List::getLast).forEach(trend::add);
    trend.add(
        new DailyReport.Trend(
            session,
            whole.percent(),
            findings.allOpen(),
            evening.calls(),
            revisions.stream().mapToLong(DailyReport.Revised::revised).sum(),
            minutes(evening)));
    var scores =
        new ScoreInputs(
            session,
            madeAt,
            coverage,
            window,
            earlier,
            evening,
            Arrays.stream(BarInterval.values())
                .flatMap(interval -> SecondSource.latest(database, interval).stream())
                .toList());
    return new DailyReport(
        exchange.code(),
        session,
        madeAt,
        status(evening, coverage),
        whole,
        coverage.missing().stream().limit(MOST_MISSING).map(one -> one.symbol().ticker()).toList(),
        new Scoreboard(h, calendar(), scores).scores(),
        universes(h, session, window, coverage),
        findings,
        person,
        ReportQueries.repaired(h, since, madeAt),
        revisions,
        ReportQueries.changes(h, session),
        steps,
        trend);
  }

  private static String status(EndOfDayReport evening, TrackedCoverage coverage) {
    return evening.withoutReport().steps().isEmpty()
        ? "not run"
        : evening.with(coverage).word().replace('_', ' ');
  }

  private List<DailyReport.Waiting> questions() {
    return ListingChanges.postgres(database, new BarsAndMemberships(database), clock)
        .questions()
        .stream()
        .map(question ->
            new DailyReport.Waiting(
                "normal",
                "doubtful listing",
                question.symbol().ticker(),
                question.evidence(),
                "tickstock symbols review"))
        .toList();
  }

  // ---- universes

  private static List<DailyReport.OfUniverse> universes(
      Handle h, LocalDate session, CoverageReport window, TrackedCoverage coverage) {
    var expected = new HashMap<InstrumentId, String>();
    window.lines().stream()
        .filter(line -> line.firstBar().filter(first -> !first.isAfter(session)).isPresent())
        .forEach(line -> expected.put(line.instrument().id(), line.symbol().ticker()));
    var missing = new LinkedHashMap<InstrumentId, String>();
    coverage.missing().forEach(one -> missing.put(one.instrument(), one.symbol().ticker()));
    var universes = new ArrayList<DailyReport.OfUniverse>();
    ReportQueries.members(h, session)
        .forEach((key, members) -> {
          var owing = members.stream().filter(expected::containsKey).toList();
          var open = owing.stream().filter(missing::containsKey).map(missing::get).toList();
          universes.add(
              new DailyReport.OfUniverse(
                  key,
                  owing.size(),
                  owing.size() - open.size(),
                  owing.isEmpty()
                      ? 100
                      : Math.floor(1e4 * (owing.size() - open.size()) / owing.size()) / 100,
                  open.stream().limit(NAMED).toList()));
        });
    universes.sort(
        Comparator.comparingDouble(DailyReport.OfUniverse::percent)
            .thenComparing(DailyReport.OfUniverse::universe));
    return universes;
  }

  // ---- steps

  private List<DailyReport.Step> steps(Handle h, LocalDate session, EndOfDayReport evening) {
    var usual =
        ReportQueries.usualSeconds(
            h, calendar().exchange(), session.minusDays(2L * SESSIONS), session);
    var steps = new ArrayList<DailyReport.Step>();
    for (var step : evening.steps()) {
      if (!step.step().equals("report")) {
        double seconds = seconds(step);
        var ofUsual = Optional.ofNullable(usual.get(step.step()));
        steps.add(
            new DailyReport.Step(
                step.step(),
                step.state().word(),
                seconds,
                ofUsual,
                step.number("calls"),
                step.message(),
                SlowSteps.advice(step, seconds, ofUsual)));
      }
    }
    return steps;
  }

  private static double seconds(StepReport step) {
    return step.finished()
        .map(at -> Duration.between(step.started(), at).toMillis() / 1e3)
        .orElse(0.0);
  }

  private static double minutes(EndOfDayReport evening) {
    return ScoreInputs.duration(evening).map(time -> time.toSeconds() / 60.0).orElse(0.0);
  }

  private static List<DailyReport.Revised> revisions(EndOfDayReport evening) {
    var revisions = new ArrayList<DailyReport.Revised>();
    evening
        .step("revisions")
        .ifPresent(step ->
            step.facts()
                .forEach((key, value) -> {
                  if (key.matches("\\d{4}-\\d{2}-\\d{2}") && value instanceof Map<?, ?> ofDay) {
                    revisions.add(
                        new DailyReport.Revised(
                            LocalDate.parse(key),
                            number(ofDay, "revised"),
                            number(ofDay, "material"),
                            ofDay.get("largest") instanceof List<?> largest
                                ? largest.stream().map(String::valueOf).toList()
                                : List.of()));
                  }
                }));
    revisions.sort(Comparator.comparing(DailyReport.Revised::session));
    return revisions;
  }

  private static long number(Map<?, ?> facts, String key) {
    return facts.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private TradingCalendar calendar() {
    return finality.calendar();
  }

  /// What the scoreboard is computed from.
  ///
  /// @param window the last sessions of the symbols that are tracked
  /// @param earlier reports of earlier sessions, oldest first
  /// @param comparisons the latest one with a second source of each interval that has one
  record ScoreInputs(
      LocalDate session,
      Instant madeAt,
      TrackedCoverage coverage,
      CoverageReport window,
      List<DailyReport> earlier,
      EndOfDayReport evening,
      List<Comparison> comparisons) {

    /// From the first to the last step before the report; empty when none ended.
    static Optional<Duration> duration(EndOfDayReport evening) {
      var steps = evening.steps().stream().filter(step -> !step.step().equals("report")).toList();
      var first = steps.stream().map(StepReport::started).min(Comparator.naturalOrder());
      var last =
          steps.stream().flatMap(step -> step.finished().stream()).max(Comparator.naturalOrder());
      return first.flatMap(began -> last.map(ended -> Duration.between(began, ended)));
    }
  }

  /// A hole in the window that should not be there.
  static boolean isOpen(CellState state) {
    return state == CellState.UNEXPLAINED
        || state == CellState.FAILED
        || state == CellState.REJECTED
        || state == CellState.REFUSED
        || state == CellState.PARTIAL;
  }

  /// In words for a line.
  static String headline(DailyReport report) {
    return String.format(
        Locale.ROOT,
        "%.2f %% whole, %s",
        report.whole().percent(),
        switch (report.standing().size()) {
          case 0 -> "nothing needs a person";
          case 1 -> "1 thing needs a person";
          default -> report.standing().size() + " things need a person";
        });
  }

  /// The sessions from the window's first one on.
  static List<LocalDate> sessions(TradingCalendar calendar, DateRange range) {
    return calendar.sessions(range).stream().map(Session::date).toList();
  }
}
