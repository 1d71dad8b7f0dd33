package ai.tickstock.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Progress as whole lines.
final class LineProgress implements LoadProgressDisplay {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  private final PrintWriter err;
  private final InstantSource clock;
  private final RemainingTime remaining = new RemainingTime();
  private Optional<ShownProgress> latest = Optional.empty();
  private Optional<Instant> printed = Optional.empty();
  private int tenths;
  private Optional<String> waiting = Optional.empty();
  private String lastLine = "";

  LineProgress(PrintWriter err, InstantSource clock) {
    this.err = err;
    this.clock = clock;
  }

  @Override
  public void show(ShownProgress now) {
    latest = Optional.of(now);
    var instant = clock.instant();
    var line = line(instant, now);
    if (isDue(instant, now)) {
      print(instant, now, line);
    }
  }

  @Override
  public void note(String line) {
    catchUp(); // What the note is about came after it.
    err.println(line);
  }

  @Override
  public void close() {
    catchUp();
    err.flush();
  }

  private void catchUp() {
    latest.ifPresent(last -> {
      var instant = clock.instant();
      var line = line(instant, last);
      if (!line.equals(lastLine)) {
        print(instant, last, line);
      }
    });
    latest = Optional.empty();
  }

  private boolean isDue(Instant instant, ShownProgress now) {
    if (printed.isEmpty()) {
      return true;
    }
    var silence = Duration.between(printed.get(), instant);
    if (silence.compareTo(LONGEST_SILENCE) >= 0) {
      return true;
    }
    boolean newWait = now.waiting().isPresent() && !reason(now).equals(waiting);
    return silence.compareTo(SHORTEST_PAUSE) >= 0 && (newWait || tenths(now) > tenths);
  }

  private void print(Instant instant, ShownProgress now, String line) {
    err.println(line);
    lastLine = line;
    printed = Optional.of(instant);
    tenths = tenths(now);
    waiting = reason(now);
  }

  private static Optional<String> reason(ShownProgress now) {
    return now.waiting().map(ShownProgress.Wait::reason);
  }

  private String line(Instant instant, ShownProgress now) {
    return now.groups().stream()
        .filter(group -> group.total() > 0)
        .map(group ->
            String.format(
                Locale.ROOT,
                "%s %,d of %,d (%d %%), ",
                group.name(),
                group.done(),
                group.total(),
                ShownProgress.percent(group.done(), group.total())))
        .collect(Collectors.joining("", "", remaining.tail(instant, now)));
  }

  private static int tenths(ShownProgress now) {
    return ShownProgress.percent(now.done(), now.total()) / 10;
  }
}
