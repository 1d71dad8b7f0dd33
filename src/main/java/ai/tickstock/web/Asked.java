package ai.tickstock.web;

import ai.tickstock.access.Visitor;
import ai.tickstock.market.DateRange;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a request carries, wherever it stands there, and who asks.
///
/// @param values by the name of the parameter; blank ones are missing
record Asked(Visitor visitor, Map<String, String> values) {
  private static final int USUAL_LIMIT = 50;
  private static final int MOST = 500;

  Asked {
    values = Map.copyOf(values);
  }

  /// The same with another value.
  Asked with(String name, String value) {
    var other = new HashMap<>(values);
    other.put(name, value);
    return new Asked(visitor, other);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /// As it stands in a page's form.
  String shown(String name) {
    return text(name).orElse("");
  }

  boolean has(String name) {
    return text(name).isPresent();
  }

  int id() {
    return whole("id").orElseThrow(() -> Misasked.wrong("the number is missing"));
  }

  OptionalInt whole(String name) {
    var text = text(name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!text.get().matches("[0-9]{1,9}")) {
      throw Misasked.wrong(name + ": a whole number is expected");
    }
    return OptionalInt.of(Integer.parseInt(text.get()));
  }

  Optional<BigDecimal> decimal(String name) {
    return text(name)
        .map(text -> {
          if (!text.matches("[0-9]{1,4}(\\.[0-9]{1,4})?")) {
            throw Misasked.wrong(name + ": a number such as 0.5 is expected");
          }
          return new BigDecimal(text);
        });
  }

  Optional<LocalDate> date(String name) {
    return text(name)
        .map(text -> {
          try {
            return DateRange.date(text);
          } catch (DateTimeException e) {
            throw Misasked.wrong(name + ": a date such as 2026-11-27 is expected");
          }
        });
  }

  /// One of some words.
  String word(String name, Collection<String> words, String usual) {
    var word = text(name).orElse(usual);
    if (!words.contains(word)) {
      throw Misasked.wrong(name + ": one of " + String.join(", ", words));
    }
    return word;
  }

  /// How many rows at most.
  int limit() {
    int limit = whole("limit").orElse(USUAL_LIMIT);
    if (limit < 1 || limit > MOST) {
      throw Misasked.wrong("limit: 1 to " + MOST);
    }
    return limit;
  }
}
