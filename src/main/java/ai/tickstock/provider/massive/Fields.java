package ai.tickstock.provider.massive;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The fields of one row of reference data. A field that is missing, null, blank or unreadable is
/// empty.
record Fields(JsonNode row) {
  /// How the vendor writes instants up to the second; a zero stands for any digit.
  private static final String PLAIN = "0000-00-00T00:00:00";

  private static final int NANO_DIGITS = 9;
  private static final int MOST_DIGITS = 60;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f]+");

  /// Without control characters, which no database and no terminal should get.
  Optional<String> text(String name) {
    return written(name).map(Fields::printable).filter(text -> !text.isBlank());
  }

  private Optional<String> written(String name) {
    var value = row.path(name);
    return value.isString() || value.isNumber()
        ? Optional.of(value.asString()).map(String::strip).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  private static String printable(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isISOControl(text.charAt(at))) {
        return CONTROL.matcher(text).replaceAll(" ");
      }
    }
    return text;
  }

  Optional<Symbol> symbol(String name) {
    return written(name).filter(Symbol::isValid).map(Symbol::new);
  }

  Optional<Boolean> flag(String name) {
    var value = row.path(name);
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  /// A number, also one in quotes. One that would take pages when it is written out is none.
  Optional<BigDecimal> number(String name) {
    try {
      return text(name)
          .map(BigDecimal::new)
          .filter(number ->
              number.precision() <= MOST_DIGITS && Math.abs(number.scale()) <= MOST_DIGITS);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  Optional<LocalDate> date(String name) {
    try {
      return text(name).map(DateRange::date);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  Optional<Instant> instant(String name) {
    try {
      return text(name)
          .map(text -> plainInstant(text).orElseGet(() -> OffsetDateTime.parse(text).toInstant()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /// An instant written like `2024-05-01T00:00:00Z` or `2024-05-01T06:11:24.923274806Z`, as each
  /// row of a list has one: the general parser takes longer for it than for all else of the row.
  /// Empty where it is written otherwise.
  ///
  /// @throws DateTimeException if there is no such date or time
  private static Optional<Instant> plainInstant(String text) {
    int end = text.length() - 1;
    int fraction = end - PLAIN.length() - 1;
    boolean hasFraction = fraction >= 1 && fraction <= NANO_DIGITS;
    if (end != PLAIN.length() && !hasFraction || text.charAt(end) != 'Z') {
      return Optional.empty();
    }
    for (int at = 0; at < end; at++) {
      char means = at < PLAIN.length() ? PLAIN.charAt(at) : at == PLAIN.length() ? '.' : '0';
      char is = text.charAt(at);
      if (means == '0' ? is < '0' || is > '9' : is != means) {
        return Optional.empty();
      }
    }
    int nanos = hasFraction ? number(text, PLAIN.length() + 1, end) : 0;
    for (int digit = fraction; hasFraction && digit < NANO_DIGITS; digit++) {
      nanos *= 10;
    }
    return Optional.of(
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
            .atTime(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), nanos)
            .toInstant(ZoneOffset.UTC));
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /// The date of an instant in New York. Midnight UTC is how the vendor writes a date without a
  /// time; in New York it would be the day before.
  Optional<LocalDate> dateInNewYork(String name) {
    return instant(name)
        .map(instant -> {
          var utc = instant.atOffset(ZoneOffset.UTC);
          return utc.toLocalTime().equals(LocalTime.MIDNIGHT)
              ? utc.toLocalDate()
              : Bar.dateOf(instant);
        })
        .filter(DateRange.ALWAYS::contains)
        .or(() -> date(name));
  }
}
