package ai.tickstock.web;

import ai.tickstock.database.Database;
import ai.tickstock.database.SchemaState;
import ai.tickstock.jobs.JobProcess;
import ai.tickstock.jobs.JobScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whether this process does its work.
///
/// @param database not fenced, so that it can be asked after others took over
/// @param scheduler empty where this process runs no schedules
/// @param clock the database's
/// @param lease how long a process may be silent
public record Health(
    Database database,
    JobProcess process,
    Optional<JobScheduler> scheduler,
    InstantSource clock,
    Duration lease) {
  /// Who asks for health wants a word soon.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration MOST_BETWEEN_POLLS = Duration.ofSeconds(30);

  /// @param facts for people
  /// @param reasons why it is not ready; empty when it is
  public record Report(Map<String, String> facts, List<String> reasons) {
    public boolean isReady() {
      return reasons.isEmpty();
    }
  }

  public Report report() {
    var look = new FutureTask<>(this::look);
    Thread.ofVirtual().name("health").start(look);
    try {
      return look.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      look.cancel(true);
      return failed("the database did not answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      return failed(String.valueOf(Optional.ofNullable(e.getCause()).orElse(e).getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("the process stops");
    }
  }

  private static Report failed(String reason) {
    return new Report(Map.of(), List.of("database: " + reason));
  }

  private Report look() {
    var facts = new LinkedHashMap<String, String>();
    var reasons = new ArrayList<String>();
    var schema = database.schema().state();
    facts.put("database", database.address().toString());
    facts.put("schema", words(schema));
    if (!(schema instanceof SchemaState.Current)) {
      reasons.add("schema: " + words(schema));
    }
    facts.put("process", process.name());
    process
        .here(database)
        .map(JobProcess.Living::seen)
        .ifPresentOrElse(
            seen -> heartbeat(seen, facts, reasons),
            () -> reasons.add("process: others took over its work, it must be started again"));
    scheduler.ifPresent(one -> {
      var since = one.sinceLastPoll();
      facts.put("scheduler", "looked for work " + since.toMillis() + " ms ago");
      if (since.compareTo(MOST_BETWEEN_POLLS) > 0) {
        reasons.add("scheduler: last looked for work " + since.toSeconds() + " s ago");
      }
    });
    return new Report(facts, reasons);
  }

  private static String words(SchemaState schema) {
    return switch (schema) {
      case SchemaState.Current(var version) -> "version " + version;
      case SchemaState.Empty _ -> "there are no tables of ours";
      case SchemaState.Pending(var version, _) ->
          "version " + version + ", older than this program";
      case SchemaState.Unknown(var reason) -> reason;
      case SchemaState.Damaged(var reason) -> reason;
    };
  }

  private void heartbeat(Instant seen, Map<String, String> facts, List<String> reasons) {
    var silent = Duration.between(seen, clock.instant());
    facts.put("heartbeat", silent.toMillis() + " ms ago");
    if (silent.compareTo(lease) > 0) {
      reasons.add("heartbeat: the last one was " + silent.toSeconds() + " s ago");
    }
  }
}
