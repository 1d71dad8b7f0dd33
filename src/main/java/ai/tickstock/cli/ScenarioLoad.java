package ai.tickstock.cli;

import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.Loader;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Scenario;
import ai.tickstock.scenario.ScenarioValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `tickstock load --scenario NAME`: the real window of a historic scenario from the vendor or from
/// files, else the synthetic market of the scenario into a database of its own.
final class ScenarioLoad {
  private final Program program;
  private final Format shown;
  private final LoadRequest.Priority priority;
  private int exitCode = ExitCode.DONE;

  ScenarioLoad(Program program, Format shown, LoadRequest.Priority priority) {
    this.program = program;
    this.shown = shown;
    this.priority = priority;
  }

  /// The scenario as it is made, with its parameters.
  ///
  /// @return the exit code
  int synthetic(Scenario scenario, ScenarioValues values, List<BarInterval> intervals)
      throws InterruptedException {
    var market = scenario.market(values, TradingCalendar.of(Mic.XNYS));
    var story = scenario.story(values);
    var loader = program.loaderOfScenario(market);
    load(loader, story, market.tickers(), market.windows(), intervals, Optional.empty());
    program.noteScenario(story);
    say(
        "'tickstock scenario verify "
            + scenario.name()
            + parameters(values)
            + "' measures what is stored against the answer key; 'tickstock bars "
            + market.tickers().getFirst()
            + "' shows bars");
    return exitCode;
  }

  private static String parameters(ScenarioValues values) {
    return values.changed().isEmpty()
        ? ""
        : " --param " + values.changed().replace(" ", " --param ");
  }

  /// The real window of a historic scenario.
  ///
  /// @return the exit code
  int real(Scenario scenario, List<BarInterval> intervals, Optional<Path> files)
      throws InterruptedException {
    var history = scenario.history().orElseThrow();
    var loader = files.isPresent() ? program.fileLoader() : program.loader();
    load(
        loader, scenario.name() + ", real", history.symbols(), history.windows(), intervals, files);
    program.noteLoaded(files.isPresent());
    say(
        "'tickstock scenario verify "
            + scenario.name()
            + " --real' measures what is stored against what is known of these dates");
    return exitCode;
  }

  private void load(
      Loader loader,
      String asked,
      List<String> tickers,
      List<DateRange> windows,
      List<BarInterval> intervals,
      Optional<Path> files)
      throws InterruptedException {
    for (var interval : intervals) {
      for (var window : windows) {
        var request =
            new LoadRequest(
                "scenario " + asked + ", " + interval.word(),
                new LoadRequest.Target.Symbols(tickers.stream().map(Symbol::new).toList()),
                interval,
                window,
                priority,
                files,
                false);
        LoadResult result;
        try (var display = ProgressObserver.of(program)) {
          result = loader.load(request, display);
        }
        int code = LoadSummaryPrinter.print(result, shown, program.out(), program.err());
        exitCode = worse(exitCode, code);
      }
    }
  }

  /// Nothing stored in one part is a part of the whole.
  private static int worse(int one, int other) {
    if (one == ExitCode.MISUSED || other == ExitCode.MISUSED) {
      return ExitCode.MISUSED;
    }
    return one == ExitCode.DONE ? other : other == ExitCode.DONE ? one : ExitCode.DONE_IN_PART;
  }

  private void say(String text) {
    program.err().println(text);
    program.err().flush();
  }
}
