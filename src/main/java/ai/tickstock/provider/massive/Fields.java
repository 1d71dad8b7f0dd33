package ai.tickstock.provider.massive;

import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The fields of one row of reference data. A field that is missing, null, blank or unreadable is
/// empty.
record Fields(JsonNode row) {
  Optional<String> text(String name) {
    var value = row.path(name);
    return value.isString() || value.isNumber()
        ? Optional.of(value.asString()).map(String::strip).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  Optional<Symbol> symbol(String name) {
    return text(name).filter(Symbol::isValid).map(Symbol::new);
  }

  Optional<Boolean> flag(String name) {
    var value = row.path(name);
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  /// A number, also one in quotes.
  Optional<BigDecimal> number(String name) {
    try {
      return text(name).map(BigDecimal::new);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  Optional<LocalDate> date(String name) {
    try {
      return text(name).map(LocalDate::parse);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  Optional<Instant> instant(String name) {
    try {
      return text(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
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
        .or(() -> date(name));
  }
}
