package ai.tickstock.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Estimates how long the rest takes by the pace since the first look. Work that was done before
/// that says nothing about the pace.
final class RemainingTime {
  private Optional<Instant> began = Optional.empty();
  private long doneBefore;

  /// @return empty until something was done and when nothing is left
  Optional<Duration> after(Instant now, ShownProgress progress) {
    if (began.isEmpty()) {
      began = Optional.of(now);
      doneBefore = progress.done();
    }
    long done = progress.done() - doneBefore;
    long left = progress.total() - progress.done();
    if (done <= 0 || left == 0) {
      return Optional.empty();
    }
    double seconds = Duration.between(began.get(), now).toMillis() / 1000.0 * left / done;
    return Optional.of(Duration.ofSeconds(Math.round(seconds)));
  }

  /// `42 s`, `3 min 20 s`, `2 h 05 min`.
  static String words(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
  }

  /// `12,345 rows, 61 calls, about 3 min 20 s left, waiting 42 s for …`.
  String tail(Instant now, ShownProgress progress) {
    var text = new StringBuilder();
    text.append(Words.count(progress.rows(), "row"))
        .append(", ")
        .append(Words.count(progress.calls(), "call"));
    after(now, progress)
        .ifPresent(left -> text.append(", about ").append(words(left)).append(" left"));
    progress
        .waiting()
        .filter(wait -> wait.until().map(until -> until.isAfter(now)).orElse(true))
        .ifPresent(wait ->
            text.append(", waiting ")
                .append(
                    wait.until()
                        .map(until -> words(Duration.between(now, until).plusMillis(999)) + " ")
                        .orElse(""))
                .append("for ")
                .append(wait.reason()));
    return text.toString();
  }
}
