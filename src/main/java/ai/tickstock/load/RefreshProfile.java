package ai.tickstock.load;

import ai.tickstock.bars.Feed;
import ai.tickstock.market.BarInterval;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A small set of bars that somebody develops with.
///
/// @param symbols most symbols, the first members of the universes in their order
/// @param universes keys, united by comma
/// @param days calendar days up to the last final session
/// @param intervals of which bars are wanted
/// @param feed of the session that is running, as a plan has it; `EOD`: nothing of it
public record RefreshProfile(
    int symbols, String universes, int days, Set<BarInterval> intervals, Feed feed) {
  /// How one is written, for messages.
  public static final String FORM =
      "a profile such as \"20 symbols of dev_top_10,dev_etfs; 90 days; minute\""
          + " (day, minute or day+minute; with \"; delayed\" or \"; full\" also of the session that is"
          + " running)";

  private static final Pattern TEXT =
      Pattern.compile(
          "(\\d{1,5}) symbols of ([a-z0-9_:,-]{1,500}); *(\\d{1,5}) days; *(day|minute|day\\+minute)(?:; *(delayed|full))?");

  public RefreshProfile {
    intervals = Set.copyOf(intervals);
  }

  /// Reads what `toString` writes; empty where it is anything else.
  public static Optional<RefreshProfile> parse(String text) {
    var form = TEXT.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    int symbols = Integer.parseInt(form.group(1));
    int days = Integer.parseInt(form.group(3));
    if (symbols == 0 || days == 0) {
      return Optional.empty();
    }
    var intervals =
        Arrays.stream(form.group(4).split("\\+", -1))
            .map(word -> BarInterval.valueOf(word.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(BarInterval.class)));
    var feed =
        form.group(5) == null ? Feed.EOD : Feed.valueOf(form.group(5).toUpperCase(Locale.ROOT));
    return Optional.of(new RefreshProfile(symbols, form.group(2), days, intervals, feed));
  }

  /// The intervals, days before minutes.
  public List<BarInterval> inOrder() {
    return Arrays.stream(BarInterval.values()).filter(intervals::contains).toList();
  }

  @Override
  public String toString() {
    return "%d symbols of %s; %d days; %s%s"
        .formatted(
            symbols,
            universes,
            days,
            inOrder().stream().map(BarInterval::word).collect(Collectors.joining("+")),
            feed == Feed.EOD ? "" : "; " + feed.name().toLowerCase(Locale.ROOT));
  }
}
