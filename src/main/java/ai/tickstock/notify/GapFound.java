package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// More than one session in a row of an instrument is missing without an explanation.
///
/// @param sessions missing ones from `first` to `last`, at least 2
/// @param dollarsADay its usual dollar volume
/// @param weight its largest share of a universe's dollar volume, 0 to 1
/// @param universe that one's key; empty when it belongs to none
public record GapFound(
    String symbol,
    String name,
    LocalDate first,
    LocalDate last,
    int sessions,
    double dollarsADay,
    double weight,
    String universe)
    implements NewNotice {
  public GapFound {
    if (sessions < 2) {
      throw new IllegalArgumentException(
          sessions + " sessions of " + symbol + " are not more than one");
    }
  }

  @Override
  public Severity severity() {
    return Severity.of(dollarsADay, weight);
  }

  @Override
  public String cause() {
    return "gap_found " + symbol + " " + first;
  }

  @Override
  public String subject() {
    return "Gap of " + sessions + " sessions: " + symbol;
  }

  @Override
  public Optional<LocalDate> session() {
    return Optional.of(last);
  }

  @Override
  public Content content() {
    return Content.of(
            symbol + " has no bar for " + sessions + " sessions in a row, and nothing explains it.")
        .fact("Name", name)
        .fact("Missing", first + " to " + last)
        .fact("Dollar volume", String.format(Locale.ROOT, "$%,.0f a day", dollarsADay))
        .fact(
            "Weight",
            universe.isBlank()
                ? ""
                : String.format(Locale.ROOT, "%.2f %% of %s", 100 * weight, universe))
        .command("tickstock load --symbols " + symbol + " --from " + first + " --to " + last)
        .command(
            "tickstock coverage --symbols "
                + symbol
                + " --from "
                + first
                + " --to "
                + last
                + " --explain");
  }
}
