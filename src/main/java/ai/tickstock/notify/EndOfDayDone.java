package ai.tickstock.notify;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// The work of a session's end is over.
///
/// @param state the end of day's one word: `complete` where every step is done and no symbol is
///   open
/// @param expected instruments that owe a bar
/// @param whole of those: stored, or known to have none
/// @param open symbols without bar or explanation
/// @param duration from first to last
/// @param validation in words, e.g. `passed`
public record EndOfDayDone(
    LocalDate target,
    String state,
    int expected,
    int whole,
    List<String> open,
    Duration duration,
    String validation)
    implements NewNotice {
  public EndOfDayDone {
    open = List.copyOf(open);
    // Notices of before, which may still be on their way, had no such word.
    state = Objects.requireNonNullElse(state, open.isEmpty() ? "complete" : "partial");
  }

  private boolean isComplete() {
    return state.equals("complete");
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
        + " "
        + state
        + ": "
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
    // Rounded down: 100 means all.
    double percent = expected == 0 ? 100 : Math.floor(1e4 * whole / expected) / 100;
    var content =
        Content.of(
                open.isEmpty()
                    ? "Every bar of the session is stored or explained."
                        + (isComplete() ? "" : " But not every step is done.")
                    : "Of "
                        + (open.size() == 1 ? "1 symbol" : grouped(open.size()) + " symbols")
                        + " a bar is neither stored nor explained.")
            .fact("Session", target.toString())
            .fact("Whole", grouped(whole) + " of " + grouped(expected))
            .fact("Complete", String.format(Locale.ROOT, "%.2f %%", percent))
            .fact("Took", minutes(duration))
            .fact("Validation", validation);
    if (isComplete()) {
      return content;
    }
    return open.isEmpty()
        ? content.command("tickstock eod status --session " + target)
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
