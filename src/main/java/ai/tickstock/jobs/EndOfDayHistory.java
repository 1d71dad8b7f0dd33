package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.database.SessionLock;
import ai.tickstock.market.Mic;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How ends of day went. Safe for use by many threads.
public final class EndOfDayHistory {
  /// `eod` in letters; the day and the exchange make it one lock a run.
  private static final long LOCK = 0x656f_6400L << 32;

  private final Database database;

  private EndOfDayHistory(Database database) {
    this.database = database;
  }

  public static EndOfDayHistory postgres(Database database) {
    return new EndOfDayHistory(database);
  }

  /// The latest sessions of which an end of day was begun, newest first.
  public List<LocalDate> sessions(Mic exchange, int most) {
    return database.read(h -> EndOfDayTable.sessions(h, exchange, most));
  }

  /// Empty when none was begun.
  public Optional<EndOfDayReport> of(Mic exchange, LocalDate session) {
    var report = read(exchange, session, 0);
    if (report.steps().isEmpty()) {
      return Optional.empty();
    }
    boolean isAtWork = report.steps().stream().anyMatch(s -> s.state() == StepState.RUNNING);
    return Optional.of(isAtWork && isFree(exchange, session) ? asKilled(report) : report);
  }

  /// Whether no living process runs it.
  private boolean isFree(Mic exchange, LocalDate session) {
    try (var lock = lock(database, exchange, session).orElse(null)) {
      return lock != null;
    }
  }

  /// As the rows have it, where whoever reads holds the lock: what is running was killed.
  EndOfDayReport held(Mic exchange, LocalDate session, int done) {
    return asKilled(read(exchange, session, done));
  }

  private EndOfDayReport read(Mic exchange, LocalDate session, int done) {
    var latest = database.read(h -> EndOfDayTable.latest(h, exchange, session));
    var steps = new ArrayList<StepReport>();
    var names = EndOfDay.steps(exchange);
    for (var name : names) {
      var step = latest.get(name);
      if (step != null) {
        steps.add(step);
      }
    }
    long calls = database.read(h -> EndOfDayTable.calls(h, exchange, session));
    return new EndOfDayReport(exchange, session, steps, names.size(), done, calls);
  }

  private static EndOfDayReport asKilled(EndOfDayReport report) {
    return new EndOfDayReport(
        report.exchange(),
        report.session(),
        report.steps().stream().map(EndOfDayHistory::asKilled).toList(),
        report.expected(),
        report.done(),
        report.calls());
  }

  private static StepReport asKilled(StepReport step) {
    return step.state() == StepState.RUNNING
        ? new StepReport(
            step.step(),
            step.attempt(),
            StepState.KILLED,
            step.started(),
            step.finished(),
            step.again(),
            step.by(),
            step.facts(),
            "its process ended in the middle; the next run does it again")
        : step;
  }

  /// The lock that whoever runs the end of day of a session has.
  static Optional<SessionLock> lock(Database database, Mic exchange, LocalDate session) {
    return SessionLock.tryAcquire(
        database, LOCK | (session.toEpochDay() << 12 & 0xffff_f000L) | exchange.hashCode() & 0xfff);
  }
}
