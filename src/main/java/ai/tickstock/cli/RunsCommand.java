package ai.tickstock.cli;

import ai.tickstock.load.LoadResult;
import ai.tickstock.load.LoadRun;
import ai.tickstock.load.Loader;
import ai.tickstock.load.RunHistory;
import ai.tickstock.load.RunTask;
import ai.tickstock.load.Runs;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows loads and stops or continues them.
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Shows loads, and pauses, cancels or continues them.",
    footer = {"", "Example: tickstock runs list"})
final class RunsCommand {
  private static final int FAILURES_SHOWN = 20;

  private final Program program;

  RunsCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists runs, the newest first.",
        "interrupted: it was running, and no living process works on it."
      },
      footer = {"", "Example: tickstock runs list --limit 5"})
  int list(
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "How many at most; 20 if left out.")
          int limit,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    if (limit <= 0) {
      throw new Misuse("--limit " + limit + " is not a positive number");
    }
    var runs = Runs.postgres(databases.database(program)).list(limit);
    var table =
        Table.of(
            "run",
            "state",
            "waiting_for",
            "priority",
            "asked",
            "from",
            "to",
            "source",
            ">tasks",
            ">done",
            ">failed",
            ">calls",
            ">rows",
            "started",
            "finished");
    for (var run : runs) {
      table.row(
          run.id(),
          run.state().word(),
          run.waitingFor(),
          run.priority().word(),
          run.asked(),
          run.range().first(),
          run.range().last(),
          run.source(),
          run.tasks().total(),
          run.tasks().done(),
          run.tasks().failed(),
          run.paid().calls(),
          run.paid().rows(),
          run.created(),
          run.finished());
    }
    table.print(format, program.out());
    if (runs.isEmpty()) {
      program.err().println("there are no runs yet; 'tickstock load' starts one");
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Shows one run: its counts, how asking went, where the time went (seconds, tasks that wait at once count each), what is weaker than asked, and its failed tasks."
      },
      footer = {"", "Example: tickstock runs show 7 --tasks"})
  int show(
      @Parameters(paramLabel = "ID", description = "The run's number.") int id,
      @Option(names = "--tasks", description = "Print all its tasks instead.") boolean tasks,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var runs = Runs.postgres(databases.database(program));
    var run = runs.find(id);
    if (tasks) {
      var table =
          Table.of(
              "task",
              "kind",
              "address",
              "from",
              "to",
              "state",
              "worker",
              ">attempts",
              ">calls",
              ">rows",
              "failure",
              "detail");
      runs.tasks(id)
          .forEach(task ->
              table.row(
                  task.id(),
                  task.kind(),
                  task.address(),
                  task.range().first(),
                  task.range().last(),
                  task.state(),
                  task.worker(),
                  task.attempts(),
                  task.calls(),
                  task.rows(),
                  task.failure(),
                  task.detail()));
      table.print(format, program.out());
      return ExitCode.DONE;
    }
    facts(run, runs.history(id)).print(format, program.out());
    var failed = runs.tasks(id).stream().filter(RunTask::hasFailed).toList();
    if (!failed.isEmpty()) {
      program.err().println("failed tasks:");
      failed.stream()
          .limit(FAILURES_SHOWN)
          .forEach(task ->
              program
                  .err()
                  .println(
                      "  "
                          + task.kind()
                          + (task.address().isEmpty() ? "" : " " + task.address())
                          + " "
                          + task.range()
                          + ": "
                          + task.failure()
                          + " "
                          + Table.printable(task.detail())));
      if (failed.size() > FAILURES_SHOWN) {
        program
            .err()
            .println(
                "  and "
                    + (failed.size() - FAILURES_SHOWN)
                    + " more: tickstock runs show "
                    + id
                    + " --tasks");
      }
    }
    if (run.state().isResumable()) {
      program.err().println("'tickstock runs resume " + id + "' goes on with it");
    }
    return ExitCode.DONE;
  }

  private static Table facts(LoadRun run, RunHistory history) {
    var facts =
        Table.of("fact", "value")
            .row("run", run.id())
            .row("state", run.state().word())
            .row("message", run.message())
            .row("waiting_for", run.waitingFor())
            .row("priority", run.priority().word())
            .row("asked", run.asked())
            .row("from", run.range().first())
            .row("to", run.range().last())
            .row("source", run.source())
            .row("tasks", run.tasks().total())
            .row("tasks_done", run.tasks().done())
            .row("tasks_open", run.tasks().open())
            .row("tasks_failed", run.tasks().failed())
            .row("calls", run.paid().calls())
            .row("calls_for_bars", history.errors().calls())
            .row("bytes", run.paid().bytes())
            .row("rows", run.paid().rows())
            .row("started", run.created())
            .row("finished", run.finished())
            .row("planned_tasks", history.plannedTasks())
            .row("planned_list_calls", history.plannedCalls())
            .row("failed_calls", history.errors().failedCalls())
            .row("failed_calls_percent", history.errors().failedPercent())
            .row("unresolved_requests", history.errors().unresolved())
            .row("unresolved_requests_percent", history.errors().unresolvedPercent())
            .row("recovered_requests_percent", history.errors().recoveredPercent());
    for (var kind : List.of("limit", "vendor", "throttle", "database", "checks")) {
      double seconds = history.waits().getOrDefault(kind, 0.0);
      facts.row("wait_" + kind + "_seconds", Math.rint(10 * seconds) / 10);
    }
    history
        .classes()
        .forEach((name, counts) ->
            counts.forEach((count, value) -> facts.row(name + "_" + count, value)));
    history.weaker().forEach(line -> facts.row("weaker", line));
    return facts;
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Stops a run until somebody resumes it, wherever it runs.",
        "Processes that work on it begin nothing more and end what they have in hand."
      },
      footer = {"", "Example: tickstock runs pause 7"})
  int pause(
      @Parameters(paramLabel = "ID", description = "The run's number.") int id,
      @Mixin DatabaseChoice databases) {
    var runs = Runs.postgres(databases.database(program));
    if (!runs.pause(id, program.operator())) {
      return notOpen(runs.find(id), "paused");
    }
    program.err().println("run " + id + " is paused; 'tickstock runs resume " + id + "' goes on");
    return ExitCode.DONE;
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Ends a run for good; what it stored stays.",
      footer = {"", "Example: tickstock runs cancel 7"})
  int cancel(
      @Parameters(paramLabel = "ID", description = "The run's number.") int id,
      @Mixin DatabaseChoice databases) {
    var runs = Runs.postgres(databases.database(program));
    if (!runs.cancel(id, program.operator())) {
      return notOpen(runs.find(id), "cancelled");
    }
    program.err().println("run " + id + " is cancelled; what it stored stays");
    return ExitCode.DONE;
  }

  private int notOpen(LoadRun run, String wish) {
    program
        .err()
        .println(
            "tickstock: run "
                + run.id()
                + " is "
                + run.state().word()
                + "; only a run that waits, runs or is paused can be "
                + wish);
    return ExitCode.FAILED;
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = {
        "Continues a paused or interrupted run; without ID the newest of them.",
        "One that processes of 'tickstock serve' share is left to them again, others go on here.",
        "Nothing that was stored is fetched again."
      },
      footer = {"", "Example: tickstock runs resume"})
  int resume(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "The run's number.")
          Optional<Integer> id,
      @Option(names = "--here", description = "Go on in this process, also with a shared one.")
          boolean here,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output)
      throws InterruptedException {
    var format = output.format();
    var database = databases.database(program);
    var runs = Runs.postgres(database);
    Optional<LoadRun> chosen =
        id.isPresent() ? Optional.of(runs.find(id.get())) : runs.resumable().stream().findFirst();
    if (chosen.isEmpty()) {
      program.err().println("there is no paused or interrupted run");
      return ExitCode.DONE;
    }
    var run = chosen.get();
    if (run.queued() && !here && runs.handOver(run.id(), program.operator())) {
      program
          .err()
          .println(
              "run "
                  + run.id()
                  + " waits: a 'tickstock serve' goes on with it, or 'tickstock runs resume "
                  + run.id()
                  + " --here' does");
      return ExitCode.DONE;
    }
    boolean isOfFiles =
        run.isFromPublishedFiles() ? program.publishesRealPrices() : run.isFromFiles();
    boolean isHere =
        database
            .address()
            .equals(
                (isOfFiles ? program.databaseForFiles() : program.databaseOfVendor()).address());
    if (!isHere) {
      throw new Misuse(
          "run "
              + run.id()
              + " asks "
              + run.source()
              + ", but the source at present is another one (tickstock config show)");
    }
    var loader = isOfFiles ? program.fileLoader() : program.loader();
    runs.noteResumed(run.id(), program.operator());
    return LoadSummaryPrinter.print(resumed(loader, run), format, program.out(), program.err());
  }

  private LoadResult resumed(Loader loader, LoadRun run) throws InterruptedException {
    try (var observer = ProgressObserver.of(program)) {
      observer.note("continuing run " + run.id() + ": " + run.asked());
      return loader.resume(run.id(), observer);
    }
  }
}
