package ai.tickstock;

import ai.tickstock.load.RefreshProfile;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the value of a setting is written and read.
///
/// @param expected completes "expected …", with an example
/// @param hidden whether a refused value must not be repeated in a message
/// @param read the value of a text, empty when the text is not of this form
/// @param shown how a value is shown to people
record SettingForm<T>(
    String expected,
    boolean hidden,
    Function<String, Optional<T>> read,
    Function<T, String> shown) {
  private static final Pattern SHORT_DURATION = Pattern.compile("(?:[0-9]{1,6}(?:ms|s|m|h|d))+");
  private static final Pattern DURATION_PART = Pattern.compile("([0-9]{1,6})(ms|s|m|h|d)");
  private static final Duration LONGEST = Duration.ofDays(3_660);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  static final SettingForm<Duration> DURATION =
      durations("a duration such as 500ms, 10s, 15m, 12h or 30d", false);
  static final SettingForm<Duration> POSITIVE_DURATION =
      durations("a duration longer than nothing such as 500ms, 10s, 15m, 12h or 30d", true);
  static final SettingForm<Long> WHOLE_NUMBER =
      plain("a whole number", text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE));
  static final SettingForm<Boolean> YES_OR_NO =
      plain(
          "true or false",
          text ->
              switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> Optional.of(true);
                case "false", "no", "off" -> Optional.of(false);
                default -> Optional.empty();
              });
  static final SettingForm<String> WORD =
      plain(
          "1 to 40 of a-z, 0-9, - and _, beginning with a letter or digit",
          text -> Optional.of(text).filter(NAME.asMatchPredicate()));
  static final SettingForm<String> SHORT_NAME =
      plain(
          "1 to 10 letters, digits, - and _, such as DEFAULT, TEST, UAT or PROD",
          text -> Optional.of(text).filter(t -> t.matches("[A-Za-z0-9_-]{1,10}")));
  static final SettingForm<List<String>> UNIVERSE_KEYS =
      new SettingForm<>(
          "keys of universes by comma, such as dev_etfs,growth",
          false,
          SettingForm::keys,
          keys -> String.join(",", keys));
  static final SettingForm<RefreshProfile> REFRESH_PROFILE =
      plain(RefreshProfile.FORM, RefreshProfile::parse);
  static final SettingForm<Path> PATH = plain("a folder", SettingForm::path);
  static final SettingForm<URI> WEB_ADDRESS =
      plain(
          "an address such as https://api.massive.com, without user, password or query",
          SettingForm::webAddress);
  static final SettingForm<Secret> SECRET =
      new SettingForm<>(
          "the key alone, printable characters without spaces",
          true,
          text ->
              text.chars().allMatch(c -> c > ' ' && c < 127)
                  ? Optional.of(new Secret(text))
                  : Optional.empty(),
          Secret::toString);

  /// `Settings` reads it, and tells what is wrong with it.
  static final SettingForm<String> RULE =
      plain("a rule such as close + 45m, or off", text -> Optional.of(text));

  static SettingForm<Integer> number(int least, int most) {
    return plain(
        "a whole number from " + least + " to " + most,
        text -> whole(text, least, most).map(Math::toIntExact));
  }

  static <E> SettingForm<E> oneOf(E[] values) {
    var names = Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", "));
    return plain(
        "one of " + names,
        text -> Arrays.stream(values).filter(v -> v.toString().equals(text)).findFirst());
  }

  /// Whether an address is on this machine, where nobody can listen on the way.
  static boolean isLoopback(URI address) {
    return LOOPBACK.contains(address.getHost());
  }

  private static <T> SettingForm<T> plain(String expected, Function<String, Optional<T>> read) {
    return new SettingForm<>(expected, false, read, Objects::toString);
  }

  private static SettingForm<Duration> durations(String expected, boolean positive) {
    return new SettingForm<>(
        expected,
        false,
        text -> duration(text).filter(d -> !positive || d.isPositive()),
        SettingForm::shortly);
  }

  private static Optional<Duration> duration(String text) {
    var lower = text.toLowerCase(Locale.ROOT).replace(" ", "");
    Duration sum = Duration.ZERO;
    if (SHORT_DURATION.matcher(lower).matches()) {
      var part = DURATION_PART.matcher(lower);
      while (part.find()) {
        long count = Long.parseLong(part.group(1));
        sum =
            sum.plus(
                switch (part.group(2)) {
                  case "ms" -> Duration.ofMillis(count);
                  case "s" -> Duration.ofSeconds(count);
                  case "m" -> Duration.ofMinutes(count);
                  case "h" -> Duration.ofHours(count);
                  default -> Duration.ofDays(count);
                });
      }
    } else if (lower.startsWith("p")) {
      try {
        sum = Duration.parse(text);
      } catch (DateTimeParseException notIso) {
        return Optional.empty();
      }
    } else {
      return Optional.empty();
    }
    return sum.isNegative() || sum.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(sum);
  }

  /// `1d`, `12h`, `90s`, `1500ms`: the largest unit that keeps it whole.
  private static String shortly(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static Optional<Long> whole(String text, long least, long most) {
    try {
      long value = Long.parseLong(text.replace("_", ""));
      return value >= least && value <= most ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> keys(String text) {
    var keys = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return Optional.of(keys).filter(all -> all.stream().allMatch(NAME.asMatchPredicate()));
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private static Optional<URI> webAddress(String text) {
    try {
      var uri = new URI(text.replaceFirst("/+$", ""));
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean bare =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      return web && bare && uri.getHost() != null && uri.getPort() <= 65_535
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }
}
