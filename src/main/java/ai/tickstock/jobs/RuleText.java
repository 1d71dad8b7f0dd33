package ai.tickstock.jobs;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A rule as people write it, read word by word: `close + 45m, early close + 60m`, `morning after
/// 09:00`, `daily 03:00`, `weekly saturday 06:00`, `monthly first saturday 06:00`; a time can be
/// followed by a zone. For one thread.
final class RuleText {
  private static final Pattern WORD = Pattern.compile("[^\\s,+]+|[,+]");
  private static final Pattern OFFSET = Pattern.compile("(?:(\\d{1,3})h)?(?:(\\d{1,4})m)?");

  /// Else the firing of one session would come after that of the next.
  private static final Duration LONGEST = Duration.ofHours(20);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
  private static final List<String> WEEKS = List.of("first", "second", "third", "fourth");

  private record Word(String text, int column) {}

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private int next;
  private Optional<Word> zone = Optional.empty();

  RuleText(String text) {
    this.text = text;
    var found = WORD.matcher(text);
    while (found.find()) {
      words.add(new Word(found.group(), found.start() + 1));
    }
  }

  ScheduleRule rule() {
    var first = take("close, early close, morning after, daily, weekly or monthly");
    var rule =
        switch (lower(first)) {
          case "close", "early" -> afterClose(first);
          case "morning" -> {
            require("after");
            yield new ScheduleRule.MorningAfter(time(), zone());
          }
          case "daily" -> new ScheduleRule.Daily(time(), zone());
          case "weekly" -> new ScheduleRule.Weekly(day(), time(), zone());
          case "monthly" -> new ScheduleRule.Monthly(week(), day(), time(), zone());
          default ->
              throw refused(first, "close, early close, morning after, daily, weekly or monthly");
        };
    if (next < words.size()) {
      throw refused(words.get(next), "nothing more");
    }
    return rule;
  }

  private ScheduleRule afterClose(Word first) {
    Optional<Duration> regular = Optional.empty();
    Optional<Duration> early = Optional.empty();
    var word = first;
    while (true) {
      boolean isEarly = lower(word).equals("early");
      if (isEarly) {
        require("close");
      } else if (!lower(word).equals("close")) {
        throw refused(word, "close or early close");
      }
      if ((isEarly ? early : regular).isPresent()) {
        throw refused(word, "each of close and early close once");
      }
      require("+");
      var offset = Optional.of(offset());
      if (isEarly) {
        early = offset;
      } else {
        regular = offset;
      }
      if (next == words.size()) {
        return new ScheduleRule.AfterClose(regular, early);
      }
      require(",");
      word = take("close or early close");
    }
  }

  private Duration offset() {
    var word = take("a time such as 45m or 1h30m");
    var parts = OFFSET.matcher(lower(word));
    if (!parts.matches()) {
      throw refused(word, "a time such as 45m or 1h30m");
    }
    var offset = Duration.ofHours(number(parts.group(1))).plusMinutes(number(parts.group(2)));
    if (offset.compareTo(LONGEST) > 0) {
      throw refused(word, "at most 20h after the close");
    }
    return offset;
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private LocalTime time() {
    var word = take("a time of day such as 09:00");
    try {
      return LocalTime.parse(word.text(), TIME);
    } catch (DateTimeParseException notATime) {
      throw refused(word, "a time of day such as 09:00");
    }
  }

  private Optional<ZoneId> zone() {
    if (next == words.size()) {
      return Optional.empty();
    }
    var word = take("a zone");
    zone = Optional.of(word);
    try {
      return Optional.of(ZoneId.of(word.text()));
    } catch (DateTimeException unknown) {
      throw refused(word, "a zone that exists, such as America/New_York");
    }
  }

  private DayOfWeek day() {
    var word = take("a day of the week");
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.name().equalsIgnoreCase(word.text()))
        .findFirst()
        .orElseThrow(() -> refused(word, "a day of the week such as saturday"));
  }

  private int week() {
    var word = take("first, second, third, fourth or last");
    if (lower(word).equals("last")) {
      return -1;
    }
    int index = WEEKS.indexOf(lower(word));
    if (index < 0) {
      throw refused(word, "first, second, third, fourth or last");
    }
    return index + 1;
  }

  private void require(String expected) {
    var word = take(expected);
    if (!lower(word).equals(expected)) {
      throw refused(word, expected);
    }
  }

  private Word take(String expected) {
    if (next == words.size()) {
      throw new ScheduleRefused("the rule \"" + text + "\" ends too early: expected " + expected);
    }
    return words.get(next++);
  }

  private static String lower(Word word) {
    return word.text().toLowerCase(Locale.ROOT);
  }

  private ScheduleRefused refused(Word word, String expected) {
    return new ScheduleRefused(
        "the rule \""
            + text
            + "\" cannot be read at \""
            + word.text()
            + "\" (column "
            + word.column()
            + "): expected "
            + expected);
  }

  /// The rule that was read in one spelling: single blanks, small letters but for the zone.
  String spelled() {
    return words.stream()
        .map(word -> zone.filter(word::equals).isPresent() ? word.text() : lower(word))
        .collect(Collectors.joining(" "))
        .replace(" ,", ",");
  }
}
