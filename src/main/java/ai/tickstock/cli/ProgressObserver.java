package ai.tickstock.cli;

import ai.tickstock.listing.EquityCategory;
import ai.tickstock.load.LoadObserver;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/// Shows on standard error how a load goes on: bars on a terminal, lines elsewhere.
final class ProgressObserver implements LoadObserver, AutoCloseable {
  private static final String WHOLE_MARKET = "Whole market and other";

  private final LoadProgressDisplay display;
  private final InstantSource clock;

  private ProgressObserver(LoadProgressDisplay display, InstantSource clock) {
    this.display = display;
    this.clock = clock;
  }

  static ProgressObserver of(Program program) {
    var display =
        program
            .terminalColumns()
            .map(columns -> LoadProgressDisplay.terminal(program.err(), columns, program.clock()))
            .orElseGet(() -> LoadProgressDisplay.lines(program.err(), program.clock()));
    return new ProgressObserver(display, program.clock());
  }

  @Override
  public void note(String message) {
    display.note(message);
  }

  @Override
  public void progress(Progress progress) {
    var groups =
        Arrays.stream(EquityCategory.values())
            .map(category -> {
              var done = progress.classes().getOrDefault(category, new Done(0, 0));
              var name = category == EquityCategory.OTHER ? WHOLE_MARKET : category.word();
              return new ShownProgress.Group(name, done.done(), done.total());
            })
            .toList();
    Optional<ShownProgress.Wait> waiting =
        progress
            .waiting()
            .map(wait ->
                new ShownProgress.Wait(
                    wait.left().map(left -> clock.instant().plus(left)), wait.reason()));
    display.show(new ShownProgress(groups, progress.rows(), progress.calls(), waiting));
  }

  @Override
  public void close() {
    display.close();
  }
}
