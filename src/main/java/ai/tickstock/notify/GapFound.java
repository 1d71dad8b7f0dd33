package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// More than one session in a row of an instrument is missing without an explanation.
///
/// @param sessions missing ones from `first` to `last`, at least 2
/// @param dollarsADay its usual dollar volume
/// @param weight its share of the dollar volume of `universe`, 0 to 1
/// @param universe in words or as a key; empty when nothing is known of it
/// @param smallest the smallest universe that somebody chose it for
public record GapFound(
    String symbol,
    String name,
    LocalDate first,
    LocalDate last,
    int sessions,
    double dollarsADay,
    double weight,
    String universe,
    Optional<Membership> smallest)
    implements NewNotice {

  /// @param universe its key
  /// @param members how many it has
  public record Membership(String universe, int members) {
    /// Whoever follows one of a few misses it, however little of it is traded. That wakes nobody.
    Severity severity() {
      return members <= 20 ? Severity.HIGH : members <= 100 ? Severity.NORMAL : Severity.LOW;
    }
  }

  public GapFound {
    if (sessions < 2) {
      throw new IllegalArgumentException(
          sessions + " sessions of " + symbol + " are not more than one");
    }
  }

  @Override
  public Severity severity() {
    var byDollars = Severity.of(dollarsADay, weight);
    var ofMember = smallest.map(Membership::severity).orElse(Severity.LOW);
    return ofMember.compareTo(byDollars) > 0 ? ofMember : byDollars;
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
        .fact(
            "Universe",
            smallest
                .map(one -> "1 of " + one.members() + " members of " + one.universe())
                .orElse(""))
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
