package ai.tickstock.jobs;

import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Notices;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of day of one exchange's sessions: steps, one after the other, each written down. A step
/// that failed or was killed is done again by the next run of the session; those that are done are
/// not. One process runs a session at a time.
public final class EndOfDay {
  private static final Logger LOG = LoggerFactory.getLogger(EndOfDay.class);
  private final EndOfDayParts parts;
  private final EndOfDayTimes times;
  private final EndOfDayHistory history;
  private final List<EndOfDayStep> steps;

  public EndOfDay(EndOfDayParts parts) {
    this.parts = parts;
    this.times = new EndOfDayTimes(parts.calendar(), parts.rules());
    this.history = EndOfDayHistory.postgres(parts.database());
    this.steps = EndOfDaySteps.of(parts);
  }

  /// The names of the steps of an exchange's end of day, in their order.
  public static List<String> steps(Mic exchange) {
    return EndOfDaySteps.names(TradingCalendar.of(exchange).exchange());
  }

  /// The last session whose end of day may run.
  public LocalDate lastSession() {
    return times.last(parts.clock().instant());
  }

  /// Why the end of day of a date cannot run now; empty when it can.
  public Optional<EndOfDayRefused> refusal(LocalDate date) {
    return times.refusal(date, parts.clock().instant());
  }

  /// What a run would ask, step by step; asks nobody.
  ///
  /// @param calls that are expected
  /// @param most where more are found to be needed on the way
  public record Planned(String step, int calls, int most, String why) {}

  /// @throws EndOfDayRefused if it cannot run now
  public List<Planned> plan(LocalDate session, Optional<String> only) {
    requirePossible(session);
    var stands = history.held(exchange(), session, 0);
    var planned = new ArrayList<Planned>();
    for (var step : steps) {
      if (isDue(step, stands, only, !planned.isEmpty())) {
        var calls = step.calls(session);
        planned.add(new Planned(step.name(), calls.calls(), calls.most(), calls.why()));
      }
    }
    return planned;
  }

  /// Runs the steps that are due.
  ///
  /// @throws EndOfDayRefused if it cannot run now, or somebody else runs it
  /// @throws InterruptedException when stopped from outside; the next run goes on
  public EndOfDayReport run(LocalDate session, EndOfDayObserver observer)
      throws InterruptedException {
    return run(session, Optional.empty(), observer);
  }

  /// Runs one step whether it is done or not, and the report after it.
  ///
  /// @param only its name; all that are due when empty
  /// @throws EndOfDayRefused if it cannot run now, or somebody else runs it
  public EndOfDayReport run(LocalDate session, Optional<String> only, EndOfDayObserver observer)
      throws InterruptedException {
    requirePossible(session);
    try (var _ =
        EndOfDayHistory.lock(parts.database(), exchange(), session)
            .orElseThrow(() -> alreadyRuns(session))) {
      int done = 0;
      var before = history.held(exchange(), session, 0);
      for (var step : steps) {
        if (isDue(step, before, only, done > 0)) {
          run(step, session, observer);
          done++;
        }
      }
      return history.held(exchange(), session, done);
    }
  }

  private boolean isDue(
      EndOfDayStep step, EndOfDayReport before, Optional<String> only, boolean somethingWasDone) {
    boolean isReport = step.name().equals(EndOfDayReport.REPORT);
    if (isReport && somethingWasDone) {
      return true;
    }
    if (only.isPresent()) {
      return only.get().equals(step.name());
    }
    if (isReport && before.state() == EndOfDayReport.State.PARTIAL) {
      return true; // what was open may be there by now
    }
    var stands = before.step(step.name());
    return stands.isEmpty()
        || !stands.get().state().isDone()
            && stands.get().again().map(at -> !parts.clock().instant().isBefore(at)).orElse(true);
  }

  private void run(EndOfDayStep step, LocalDate session, EndOfDayObserver observer)
      throws InterruptedException {
    var began = parts.clock().instant();
    int attempt =
        parts
            .database()
            .inTransaction(
                h -> EndOfDayTable.begin(h, exchange(), session, step.name(), began, parts.who()));
    observer.began(step.name());
    var outcome = outcome(step, session, observer);
    parts
        .database()
        .useTransaction(h -> {
          EndOfDayTable.end(
              h, exchange(), session, step.name(), attempt, outcome, parts.clock().instant());
          outcome.events().forEach(event -> EndOfDayEvents.post(h, event));
          outcome.notices().forEach(notice -> Notices.post(h, notice, parts.clock().instant()));
        });
    var report = history.held(exchange(), session, 0).step(step.name()).orElseThrow();
    LOG.info(
        "end of day exchange={} session={} step={} attempt={} state={} facts={} message=\"{}\"",
        exchange(),
        session,
        step.name(),
        attempt,
        outcome.state().word(),
        report.facts(),
        outcome.message());
    observer.ended(report);
  }

  /// One step that breaks must not cost the others: what is wrong stands in its row and in the log.
  private static StepOutcome outcome(
      EndOfDayStep step, LocalDate session, EndOfDayObserver observer) throws InterruptedException {
    try {
      return step.run(session, observer);
    } catch (DatabaseUnavailable | DatabaseFull e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("end of day session={} step={} broke", session, step.name(), e);
      return StepOutcome.failed(e.toString(), 0);
    }
  }

  private EndOfDayRefused alreadyRuns(LocalDate session) {
    var who =
        history.of(exchange(), session).stream()
            .flatMap(report -> report.steps().stream())
            .filter(step -> step.state() == StepState.RUNNING)
            .map(step -> step.by() + " is at its step " + step.step() + " since " + step.started())
            .collect(Collectors.joining(", "));
    return new EndOfDayRefused(
        "the end of day of "
            + session
            + " is being run: "
            + (who.isEmpty() ? "it has just begun" : who),
        Optional.empty());
  }

  private void requirePossible(LocalDate session) {
    refusal(session)
        .ifPresent(refused -> {
          throw refused;
        });
  }

  private Mic exchange() {
    return parts.calendar().exchange();
  }
}
