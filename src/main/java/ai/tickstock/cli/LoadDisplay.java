package ai.tickstock.cli;

import ai.tickstock.listing.EquityCategory;
import ai.tickstock.load.LoadObserver;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Optional;

/// Shows a load on standard error: bars on a terminal, lines elsewhere.
final class LoadDisplay implements LoadObserver, AutoCloseable {
  private final LoadProgressDisplay display;

  private LoadDisplay(LoadProgressDisplay display) {
    this.display = display;
  }

  static LoadDisplay on(Program program) {
    return new LoadDisplay(
        program.terminalColumns().isPresent()
            ? LoadProgressDisplay.terminal(program.errStream(), program.terminalColumns().get(), program.clock())
            : LoadProgressDisplay.lines(program.errStream(), program.clock()));
  }

  @Override
  public void note(String message) {
    display.note(message);
  }

  @Override
  public void progress(LoadObserver.Progress now) {
    var groups = new ArrayList<ai.tickstock.cli.Progress.Group>();
    for (var category : EquityCategory.values()) {
      var done = now.classes().get(category);
      if (done != null) {
        groups.add(new ai.tickstock.cli.Progress.Group(name(category), done.done(), done.total()));
      }
    }
    display.show(new ai.tickstock.cli.Progress(groups, now.rows(), now.calls(), Optional.empty()));
  }

  private static String name(EquityCategory category) {
    return switch (category) {
      case STOCKS -> "stocks";
      case ETFS -> "ETFs";
      case OTHER -> "whole market";
    };
  }

  @Override
  public void close() {
    display.close();
  }
}
