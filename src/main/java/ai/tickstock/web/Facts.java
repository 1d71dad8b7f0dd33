package ai.tickstock.web;

import ai.tickstock.audit.Audit;
import ai.tickstock.jobs.JobProcess;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.notify.Notices;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Answers of the smaller pages.
final class Facts {
  private static final int NOTICES = 500;

  private Facts() {}

  /// @param reasons why this process is not ready; empty when it is
  /// @param processes all living ones on the database
  record HealthFacts(
      boolean ready,
      String version,
      Map<String, String> facts,
      List<String> reasons,
      List<Living> processes) {
    record Living(long id, String name, Instant started, Instant seen) {}

    static HealthFacts of(ConsoleProgram program, Health.Report report) {
      return new HealthFacts(
          report.isReady(),
          program.version(),
          report.facts(),
          report.reasons(),
          JobProcess.living(program.database()).stream()
              .map(one -> new Living(one.id(), one.name(), one.started(), one.seen()))
              .toList());
    }
  }

  record SettingsFacts(List<ConsoleProgram.Setting> settings) {}

  record SchedulesFacts(List<Scheduled> schedules) {
    /// @param next the next firing at which there is something to do
    /// @param closed why the exchange is closed at the firing before that
    record Scheduled(
        String name,
        String job,
        String exchange,
        String rule,
        String catchUp,
        String source,
        boolean paused,
        Optional<Instant> next,
        Optional<LocalDate> nextSession,
        Optional<String> closed,
        Optional<Last> last) {}

    record Last(
        String state,
        LocalDate session,
        Instant started,
        Optional<Instant> finished,
        String message) {}

    static SchedulesFacts of(Schedules schedules) {
      return new SchedulesFacts(schedules.list().stream().map(SchedulesFacts::one).toList());
    }

    private static Scheduled one(Schedules.Shown shown) {
      var schedule = shown.schedule();
      return new Scheduled(
          schedule.name(),
          schedule.job(),
          schedule.exchange().code(),
          schedule.rule(),
          schedule.catchUp().word(),
          schedule.source().word(),
          schedule.paused(),
          shown.next().map(next -> next.due()),
          shown.next().map(next -> next.session()),
          shown.closed(),
          shown
              .last()
              .map(run ->
                  new Last(
                      run.state().word(),
                      run.session(),
                      run.started(),
                      run.finished(),
                      run.message())));
    }
  }

  /// @param text that stands somewhere in each; empty: any
  /// @param nextBefore value of `before` for those that follow; empty at the end
  record AuditFacts(String text, List<Audit.Entry> entries, Optional<Long> nextBefore) {
    static AuditFacts of(ConsoleProgram program, long before, String text, int limit) {
      // One more tells whether there are more.
      var found = program.database().read(h -> Audit.read(h, before, text, limit + 1));
      var shown = found.stream().limit(limit).toList();
      return new AuditFacts(
          text, shown, found.size() > limit ? Optional.of(shown.getLast().id()) : Optional.empty());
    }
  }

  record NoticesFacts(boolean onlyOpen, List<Told> notices) {
    record Told(
        long id,
        String kind,
        String severity,
        String subject,
        String state,
        Optional<LocalDate> session,
        Instant firstSeen,
        Instant lastSeen,
        int count,
        int told,
        String acknowledgedBy,
        String because) {}

    static NoticesFacts of(ConsoleProgram program, boolean onlyOpen) {
      return new NoticesFacts(
          onlyOpen,
          Notices.postgres(program.database()).list(onlyOpen, Instant.EPOCH, NOTICES).stream()
              .map(one ->
                  new Told(
                      one.id(),
                      one.kind(),
                      one.severity().name().toLowerCase(Locale.ROOT),
                      one.subject(),
                      one.state().name().toLowerCase(Locale.ROOT),
                      one.session(),
                      one.firstSeen(),
                      one.lastSeen(),
                      one.count(),
                      one.told(),
                      one.acknowledged().map(a -> a.by()).orElse(""),
                      one.acknowledged().map(a -> a.because()).orElse("")))
              .toList());
    }
  }
}
