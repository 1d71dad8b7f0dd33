package ai.tickstock;

import ai.tickstock.notify.QuietHours;
import ai.tickstock.notify.RedisAddress;
import ai.tickstock.notify.SlackWebhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// How the settings of notices and events are written and read.
final class NoticeForms {
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@,;<>\"()]{1,64}@[^\\s@,;<>\"()]{1,190}");
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:]{2,45}");
  private static final String NO_HOURS = "none";

  static final SettingForm<String> HOST =
      plain(
          "a host such as smtp.example.com",
          text -> Optional.of(text).filter(HOST_NAME.asMatchPredicate()),
          Objects::toString);
  static final SettingForm<String> USER =
      plain("a user's name", NoticeForms::printable, Objects::toString);
  static final SettingForm<Secret> PASSWORD =
      new SettingForm<>(
          "a password without control characters",
          true,
          text -> printable(text).map(Secret::new),
          Secret::toString);
  static final SettingForm<String> MAIL_ADDRESS =
      plain("a mail address such as desk@example.com", NoticeForms::mailAddress, Objects::toString);
  static final SettingForm<List<String>> MAIL_ADDRESSES =
      plain(
          "mail addresses such as desk@example.com, night@example.com",
          NoticeForms::mailAddresses,
          list -> String.join(", ", list));
  static final SettingForm<SlackWebhook> SLACK_WEBHOOK =
      new SettingForm<>(
          "an https address such as https://hooks.slack.com/services/…",
          true,
          NoticeForms::webhook,
          SlackWebhook::toString);
  static final SettingForm<RedisAddress> REDIS_ADDRESS =
      new SettingForm<>(
          "an address such as redis://HOST:6379 or rediss://USER:PASSWORD@HOST:6380/0"
              + " (special characters in it as %40)",
          true, NoticeForms::redis, RedisAddress::toString);
  static final SettingForm<LocalTime> TIME =
      plain("a time of day such as 07:30", NoticeForms::time, Objects::toString);
  static final SettingForm<Optional<QuietHours>> QUIET_HOURS =
      plain(
          "hours such as 22:00-07:00, or none",
          NoticeForms::quietHours,
          hours -> hours.map(QuietHours::toString).orElse(NO_HOURS));

  private NoticeForms() {}

  private static <T> SettingForm<T> plain(
      String expected, Function<String, Optional<T>> read, Function<T, String> shown) {
    return new SettingForm<>(expected, false, read, shown);
  }

  private static Optional<String> printable(String text) {
    return text.chars().noneMatch(Character::isISOControl) && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<String> mailAddress(String text) {
    return Optional.of(text).filter(ADDRESS.asMatchPredicate());
  }

  private static Optional<List<String>> mailAddresses(String text) {
    var parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return parts.stream().allMatch(part -> mailAddress(part).isPresent())
        ? Optional.of(parts.stream().distinct().toList())
        : Optional.empty();
  }

  private static Optional<SlackWebhook> webhook(String text) {
    return uri(text)
        .filter(uri -> uri.getHost() != null && uri.getRawUserInfo() == null)
        .filter(uri -> uri.getRawPath() != null && uri.getRawPath().length() > 1)
        .filter(uri ->
            "https".equals(uri.getScheme())
                || "http".equals(uri.getScheme()) && SettingForm.isLoopback(uri))
        .map(SlackWebhook::new);
  }

  private static Optional<RedisAddress> redis(String text) {
    return uri(text)
        .filter(uri -> "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
        .filter(uri -> uri.getHost() != null && uri.getPort() <= 65_535)
        .filter(uri -> uri.getRawPath() == null || uri.getRawPath().matches("(/[0-9]{0,3})?"))
        .filter(uri -> uri.getRawUserInfo() == null || uri.getRawUserInfo().contains(":"))
        .map(RedisAddress::new);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Optional<LocalTime> time(String text) {
    try {
      return Optional.of(LocalTime.parse(text));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static Optional<Optional<QuietHours>> quietHours(String text) {
    if (text.equals(NO_HOURS)) {
      return Optional.of(Optional.empty());
    }
    var ends =
        Arrays.stream(text.split("-", -1)).map(String::strip).map(NoticeForms::time).toList();
    if (ends.size() != 2 || ends.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    var from = ends.getFirst().orElseThrow();
    var to = ends.getLast().orElseThrow();
    return from.equals(to) ? Optional.empty() : Optional.of(Optional.of(new QuietHours(from, to)));
  }
}
