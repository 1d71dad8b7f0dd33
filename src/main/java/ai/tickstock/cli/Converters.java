package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// How the texts of a command line become values. What cannot be read is refused with an example.
final class Converters {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9})");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,15}(\\.\\d{0,15})?|\\.\\d{1,15})");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Converters() {}

  static void register(CommandLine tree) {
    tree.registerConverter(LocalDate.class, refusing(Converters::date));
    tree.registerConverter(LocalTime.class, refusing(Converters::time));
    tree.registerConverter(Instant.class, refusing(Converters::instant));
    tree.registerConverter(Duration.class, refusing(Converters::duration));
    tree.registerConverter(BigDecimal.class, refusing(Converters::decimal));
    tree.registerConverter(Integer.class, refusing(Converters::wholeNumber));
    tree.registerConverter(int.class, refusing(Converters::wholeNumber));
    tree.registerConverter(Long.class, refusing(Converters::longNumber));
    tree.registerConverter(long.class, refusing(Converters::longNumber));
    tree.registerConverter(Double.class, refusing(Converters::number));
    tree.registerConverter(Symbol.class, refusing(Converters::symbol));
    tree.registerConverter(BarInterval.class, refusing(Converters::interval));
  }

  private static <T> CommandLine.ITypeConverter<T> refusing(Function<String, T> convert) {
    return text -> {
      try {
        return convert.apply(text.strip());
      } catch (IllegalArgumentException | DateTimeException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is not a time such as 13:00", e);
    }
  }

  private static LocalDate date(String text) {
    try {
      return DateRange.date(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is not a date such as 2024-01-31", e);
    }
  }

  /// A date means its begin in New York.
  private static Instant instant(String text) {
    if (text.length() == 10) {
      return date(text).atStartOfDay(Bar.NEW_YORK).toInstant();
    }
    try {
      var written = OffsetDateTime.parse(text);
      var _ = DateRange.date(written.toLocalDate().toString());
      return written.toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an instant such as 2024-01-31T21:00:00Z", e);
    }
  }

  private static Duration duration(String text) {
    var match = DURATION.matcher(text.toLowerCase(Locale.ROOT));
    if (!match.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a time such as 50ms, 30s or 6h");
    }
    var unit = UNITS.getOrDefault(match.group(2), Duration.ZERO);
    return unit.multipliedBy(Long.parseLong(match.group(1)));
  }

  /// Digits and a point only: an exponent can make a number that fills the memory when written out.
  private static BigDecimal decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a number such as 5 or 0.5");
    }
    return new BigDecimal(text);
  }

  private static Integer wholeNumber(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a whole number up to " + Integer.MAX_VALUE, e);
    }
  }

  private static Long longNumber(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a whole number up to " + Long.MAX_VALUE, e);
    }
  }

  private static Double number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a number such as 5 or 0.5");
    }
    return Double.valueOf(text);
  }

  private static Symbol symbol(String text) {
    return new Symbol(text);
  }

  private static BarInterval interval(String text) {
    for (var interval : BarInterval.values()) {
      if (interval.word().equalsIgnoreCase(text)) {
        return interval;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not an interval: day, minute are");
  }
}
