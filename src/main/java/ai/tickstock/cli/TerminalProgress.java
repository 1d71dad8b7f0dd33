package ai.tickstock.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Progress as one bar a group and a line of numbers, redrawn in place with ANSI codes.
final class TerminalProgress implements LoadProgressDisplay {
  private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(100);
  private static final String UP = "\u001b[%dA";
  private static final String ERASE_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";
  private static final int NARROWEST = 20;
  private static final int BAR = 30;

  private final PrintWriter err;
  private final int columns;
  private final InstantSource clock;
  private final RemainingTime remaining = new RemainingTime();
  private Optional<ShownProgress> latest = Optional.empty();
  private Optional<Instant> drawn = Optional.empty();
  private int linesDrawn;

  TerminalProgress(PrintWriter err, int columns, InstantSource clock) {
    this.err = err;
    this.columns = Math.max(NARROWEST, columns);
    this.clock = clock;
  }

  @Override
  public void show(ShownProgress now) {
    latest = Optional.of(now);
    var instant = clock.instant();
    if (drawn.isEmpty() || !instant.isBefore(drawn.get().plus(BETWEEN_DRAWINGS))) {
      draw(instant, now);
    }
  }

  @Override
  public void note(String line) {
    erase();
    err.println(line);
    latest.ifPresent(now -> draw(clock.instant(), now));
  }

  @Override
  public void close() {
    latest.ifPresent(now -> draw(clock.instant(), now));
    err.flush();
  }

  private void draw(Instant instant, ShownProgress now) {
    var text = new StringBuilder();
    var lines = lines(instant, now);
    if (linesDrawn > 0) {
      text.append(String.format(Locale.ROOT, UP, linesDrawn));
    }
    for (var line : lines) {
      text.append('\r').append(cut(line)).append(ERASE_LINE).append('\n');
    }
    text.append(ERASE_BELOW);
    err.print(text);
    err.flush();
    linesDrawn = lines.size();
    drawn = Optional.of(instant);
  }

  private void erase() {
    if (linesDrawn > 0) {
      err.print(String.format(Locale.ROOT, UP, linesDrawn) + '\r' + ERASE_BELOW);
      linesDrawn = 0;
    }
  }

  private List<String> lines(Instant instant, ShownProgress now) {
    var shown = now.groups().stream().filter(group -> group.total() > 0).toList();
    int width = shown.stream().mapToInt(group -> group.name().length()).max().orElse(0);
    var lines = new ArrayList<String>();
    for (var group : shown) {
      int filled = (int) (BAR * group.done() / group.total());
      lines.add(
          String.format(
              Locale.ROOT,
              "%s [%s%s] %3d %%  %,d/%,d",
              group.name() + " ".repeat(width - group.name().length()),
              "=".repeat(filled),
              " ".repeat(BAR - filled),
              ShownProgress.percent(group.done(), group.total()),
              group.done(),
              group.total()));
    }
    lines.add(remaining.tail(instant, now));
    return lines;
  }

  /// A line that wraps would be two, and the next drawing would begin at the wrong one.
  private String cut(String line) {
    return line.length() < columns ? line : line.substring(0, columns - 2) + "…";
  }
}
