package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.load.Runs;
import io.javalin.http.HttpStatus;
import java.util.List;

/// Loads: begun, held, ended and asked for again.
final class LoadDeeds {
  /// A list of more is no request that anybody can read.
  private static final int MOST_AGAIN = 2_000;

  private final ConsoleProgram program;
  private final LoadStarts starts;
  private final Runs runs;

  LoadDeeds(ConsoleProgram program, LoadStarts starts) {
    this.program = program;
    this.starts = starts;
    this.runs = Runs.postgres(program.database());
  }

  List<Deed> all() {
    return List.of(
        new Deed(
            "/loads",
            Role.OPERATOR,
            "Starts a load: it waits for a process that takes loads.",
            "tickstock load --universe KEY --months N --queue",
            LoadOrder.FIELDS,
            LoadStarts.Facts.class,
            asked -> start(LoadOrder.of(asked, program), asked)),
        onLoad("pause", "Stops a load until somebody resumes it.", Runs::pause),
        onLoad("resume", "Lets the processes that take loads go on with one.", Runs::resume),
        onLoad("cancel", "Ends a load for good; what it stored stays.", Runs::cancel),
        new Deed(
            "/loads/{id}/retry",
            Role.OPERATOR,
            "Asks again for what failed in a load that is over, as a load of its own.",
            "tickstock load --symbols TICKERS --from DATE --to DATE --queue",
            List.of(),
            LoadStarts.Facts.class,
            this::retry));
  }

  private Deed.Done start(LoadOrder order, Asked asked) {
    try {
      var facts = starts.begin(order, asked.visitor().actor());
      if (facts.state().equals("refused")) {
        throw new Misasked(HttpStatus.UNPROCESSABLE_CONTENT, facts.message());
      }
      return new Deed.Done(
          facts,
          facts.load().map(load -> "/loads/" + load).orElse("/loads/starting/" + facts.number()));
    } catch (InterruptedException e) {
      throw Misasked.stopping();
    }
  }

  private Deed.Done retry(Asked asked) {
    var run = runs.find(asked.id());
    if (!LoadFacts.isOver(run.state())) {
      throw new Misasked(
          HttpStatus.CONFLICT,
          "load "
              + run.id()
              + " is "
              + run.state().word()
              + ": what failed may still be asked for");
    }
    if (run.isFromFiles()) {
      throw new Misasked(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "load " + run.id() + " reads files: 'tickstock load --from-files' reads them again");
    }
    var failed =
        runs.failed(run.id())
            .orElseThrow(() ->
                new Misasked(
                    HttpStatus.CONFLICT, "nothing failed in load " + run.id() + ": no retry"));
    if (failed.symbols().size() > MOST_AGAIN) {
      throw new Misasked(
          HttpStatus.UNPROCESSABLE_CONTENT,
          failed.symbols().size()
              + " instruments failed: ask for the whole load again in the same words, it asks only"
              + " for what is missing");
    }
    return start(LoadOrder.again(run, failed), asked);
  }

  /// What somebody decides about a load.
  private interface Decision {
    /// @return whether it could be done
    boolean carryOut(Runs runs, int id, String by);
  }

  private Deed onLoad(String verb, String summary, Decision decision) {
    return new Deed(
        "/loads/{id}/" + verb,
        Role.OPERATOR,
        summary,
        "tickstock runs " + verb + " {id}",
        List.of(),
        LoadFacts.class,
        asked -> {
          int id = asked.id();
          if (!decision.carryOut(runs, id, asked.visitor().actor())) {
            throw new Misasked(
                HttpStatus.CONFLICT,
                "load " + id + " is " + runs.find(id).state().word() + ": no " + verb);
          }
          return new Deed.Done(LoadFacts.of(runs, id), "/loads/" + id);
        });
  }
}
