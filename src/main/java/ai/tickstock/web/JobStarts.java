package ai.tickstock.web;

import ai.tickstock.audit.Audit;
import ai.tickstock.jobs.ScheduleRefused;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Jobs that people run at once, in this process. How each goes and ends is written down as that of
/// a firing is.
final class JobStarts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobStarts.class);

  /// Who asked is kept waiting for a short one, and hears why one cannot be.
  private static final long SHORT_SECONDS = 2;

  private final ConsoleProgram program;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  JobStarts(ConsoleProgram program) {
    this.program = program;
  }

  /// Begins, and waits a little for the end.
  ///
  /// @param by for the audit
  /// @throws ScheduleRefused if it cannot be, e.g. because another process runs it
  void begin(String schedule, Optional<LocalDate> session, String by) throws InterruptedException {
    var found = program.schedules().find(schedule);
    program
        .database()
        .useTransaction(h ->
            Audit.note(
                h,
                by,
                "schedules run-now",
                found.name(),
                session.map(day -> "--session " + day).orElse("")));
    var ended = new CompletableFuture<Void>();
    threads.add(
        Thread.ofVirtual()
            .name("run-" + found.name())
            .start(() -> run(found.name(), session, ended)));
    try {
      ended.get(SHORT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stillRunning) {
      LOG.debug("goes on schedule={}", found.name());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ScheduleRefused refused) {
        throw refused;
      }
      LOG.warn("a job was not run schedule={}", found.name(), e);
      throw Misasked.broken("the job broke off; the log of this process says why");
    }
  }

  private void run(String schedule, Optional<LocalDate> session, CompletableFuture<Void> ended) {
    try {
      var outcome = program.runJob(schedule, session);
      LOG.info(
          "ran at once schedule={} state={} message=\"{}\"",
          schedule,
          outcome.state().word(),
          outcome.message());
      ended.complete(null);
    } catch (InterruptedException e) {
      ended.completeExceptionally(e);
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!(e instanceof ScheduleRefused)) {
        LOG.warn("broke off schedule={}", schedule, e);
      }
      ended.completeExceptionally(e);
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
