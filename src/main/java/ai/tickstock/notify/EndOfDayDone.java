package ai.tickstock.notify;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The work of a session's end is over.
///
/// @param expected instruments that owe a bar
/// @param whole of those: stored, or known to have none
/// @param open symbols without bar or explanation
/// @param duration from first to last
/// @param validation in words, e.g. `passed`
public record EndOfDayDone(
    LocalDate target,
    int expected,
    int whole,
    List<String> open,
    Duration duration,
    String validation)
    implements NewNotice {
  public EndOfDayDone {
    open = List.copyOf(open);
  }

  private boolean isComplete() {
    return open.isEmpty();
  }

  @Override
  public Severity severity() {
    return isComplete() ? Severity.NORMAL : Severity.HIGH;
  }

  @Override
  public String cause() {
    return "end_of_day_done " + target;
  }

  @Override
  public String subject() {
    return "End of day "
        + target
        + (isComplete() ? " complete: " : " incomplete: ")
        + grouped(whole)
        + " of "
        + grouped(expected);
  }

  @Override
  public Optional<LocalDate> session() {
    return Optional.of(target);
  }

  @Override
  public Content content() {
    double rate = expected == 0 ? 1 : (double) whole / expected;
    var content =
        Content.of(
                isComplete()
                    ? "Every bar of the session is stored or explained."
                    : "Of " + open.size() + " symbols a bar is neither stored nor explained.")
            .fact("Session", target.toString())
            .fact("Whole", grouped(whole) + " of " + grouped(expected))
            .fact("Complete", String.format(Locale.ROOT, "%.2f %%", 100 * rate))
            .fact("Took", minutes(duration))
            .fact("Validation", validation);
    return isComplete()
        ? content
        : content
            .fact("Open", Listed.atMost(20, open))
            .command("tickstock coverage --from " + target + " --to " + target + " --explain");
  }

  private static String minutes(Duration duration) {
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  private static String grouped(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
