package ai.tickstock.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Values as pages show them. Times are those of the exchange.
final class Words {
  static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'ET'", Locale.ROOT).withZone(NEW_YORK);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm 'ET'", Locale.US).withZone(NEW_YORK);

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(NEW_YORK);

  /// More tickers than that nobody reads in a row.
  private static final int LISTED = 200;

  private Words() {}

  /// `09:30`.
  static String clock(Instant instant) {
    return CLOCK.format(instant);
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String time(Optional<Instant> instant) {
    return instant.map(Words::time).orElse("–");
  }

  /// `Fri 2026-11-27 13:00 ET`.
  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  static String minute(Optional<Instant> instant) {
    return instant.map(Words::minute).orElse("–");
  }

  /// `12,345`.
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// `12,345`; a dash where nobody counted.
  static String count(Optional<Long> number) {
    return number.map(Words::number).orElse("–");
  }

  /// `99.25 %`, rounded down, so that 100 means all.
  static String percent(double percent) {
    return String.format(Locale.ROOT, "%.2f %%", Math.floor(percent * 100) / 100);
  }

  static String percent(Optional<Double> percent) {
    return percent.map(Words::percent).orElse("–");
  }

  /// A text as one part of a path.
  static String path(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// `confirmed empty`.
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// A code as words: `rate limited` of `RATE_LIMITED`.
  static String code(String code) {
    return code.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// `Common stock (CS)`; the code alone where nobody knows what it means.
  static String type(String code, String meaning) {
    return code.isEmpty() ? "–" : meaning.isEmpty() ? code : meaning + " (" + code + ")";
  }

  /// What a universe holds, by its kind in the tables that applications read.
  static String kind(String kind) {
    return switch (kind) {
      case "stock_universe" -> "stocks";
      case "etf_universe" -> "ETFs";
      case "themes" -> "theme";
      default -> code(kind);
    };
  }

  /// What is said of one thing, joined by commas; what is empty is left out.
  static String joined(String... parts) {
    return Arrays.stream(parts).filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
  }

  /// A reason's code as words, and what was seen: `no trade: two answers agree`.
  static String because(String reason, String evidence) {
    return Stream.of(code(reason), evidence)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(": "));
  }

  /// As many of them as are read in a row.
  static <T> List<T> shown(List<T> all) {
    return all.subList(0, Math.min(LISTED, all.size()));
  }

  /// `and 3,100 more`, beside those that are shown; empty where there are no more.
  static String more(long total) {
    return total > LISTED ? "and " + number(total - LISTED) + " more" : "";
  }

  /// The first of them, and how many more there are.
  static String first(List<String> all) {
    return first(all, all.size());
  }

  /// The first of those that are known by name, and how many more there are in all.
  static String first(List<String> named, long total) {
    var shown = shown(named);
    long more = total - shown.size();
    return String.join(", ", shown) + (more > 0 ? ", and " + number(more) + " more" : "");
  }

  /// `1,234.5`, with no more digits after the point than say something.
  static String price(double price) {
    return new DecimalFormat(
            Math.abs(price) < 1 ? "0.######" : "#,##0.####",
            DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(price);
  }

  /// A number that the database wrote, as `price`; other texts as they are.
  static String number(String text) {
    return text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")
        ? price(Double.parseDouble(text))
        : text;
  }

  /// `+38.0 %` of 0.38.
  static String signedPercent(double fraction) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * fraction);
  }

  /// `1.2 MB`.
  static String bytes(long bytes) {
    return bytes < 1_000
        ? bytes + " B"
        : bytes < 1_000_000
            ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
            : bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  /// `0.4 s`, `42 s`, `3 min 20 s`, `2 h 05 min`, `3 d 2 h`; what was measured and is next to
  /// nothing is `under 0.1 s`.
  static String time(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds == 0 && time.isPositive()) {
      long tenths = time.toMillis() / 100;
      return tenths == 0 ? "under 0.1 s" : "0." + tenths + " s";
    }
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
            : seconds < 86_400
                ? String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60)
                : String.format(
                    Locale.ROOT, "%d d %d h", seconds / 86_400, seconds % 86_400 / 3600);
  }
}
