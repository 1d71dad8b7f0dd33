package ai.tickstock.listing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The columns of `equity_types` that people write, as texts: what a text means, and what is
/// refused.
final class EquityTypeFields {
  static final String CLASS = "processing_class";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_PRIORITY = 1_000;
  private static final int MOST_BATCH = 10_000;
  private static final int MOST_PAUSE = 600_000;

  /// Columns of `instrument` that can be asked for in `additional_data_fields`.
  private static final Set<String> FACTS =
      Set.of(
          "name",
          "mic",
          "list_date",
          "composite_figi",
          "share_class_figi",
          "cik",
          "market_cap",
          "weighted_shares",
          "sic_code",
          "sector",
          "industry",
          "etf_type",
          "issuer",
          "aum_millions",
          "expense_ratio",
          "underlying_index",
          "correlation_reference");

  /// What somebody's row does with its instruments; what else a row has says what it is.
  static final List<String> DRIVING =
      List.of(
          "update_frequency",
          "priority_level",
          "loaded",
          "requires_eod_validation",
          "batch_size",
          "rate_limit_ms",
          "processing_rules",
          "additional_data_fields");

  /// All that can be written, in the order in which they are shown.
  static final List<String> ALL =
      List.of(
          "category",
          "description",
          CLASS,
          "update_frequency",
          "priority_level",
          "loaded",
          "requires_eod_validation",
          "batch_size",
          "rate_limit_ms",
          "processing_rules",
          "additional_data_fields");

  private final Map<String, String> texts;
  private final List<String> problems = new ArrayList<>();

  private EquityTypeFields(Map<String, String> texts) {
    this.texts = texts;
  }

  /// What a row says, by field.
  static Map<String, String> texts(EquityType type) {
    var texts = new LinkedHashMap<String, String>();
    texts.put("category", type.category().word());
    texts.put("description", type.description());
    texts.put(CLASS, type.processingClass());
    texts.put("update_frequency", type.updateFrequency().word());
    texts.put("priority_level", Integer.toString(type.priority()));
    texts.put("loaded", Boolean.toString(type.loaded()));
    texts.put("requires_eod_validation", Boolean.toString(type.endOfDayValidated()));
    texts.put("batch_size", Integer.toString(type.batchSize()));
    texts.put("rate_limit_ms", Long.toString(type.pause().toMillis()));
    texts.put("processing_rules", JSON.readTree(type.rules()).toString());
    texts.put("additional_data_fields", JSON.readTree(type.additionalFields()).toString());
    return texts;
  }

  sealed interface Read {
    record Type(EquityType type) implements Read {}

    record Refused(List<String> problems) implements Read {}
  }

  /// The row that the texts mean, or everything that is wrong with them.
  ///
  /// @param texts of all fields
  static Read read(
      String code, Map<String, String> texts, Optional<Instant> metAt, boolean classified) {
    return new EquityTypeFields(texts).read(code, metAt, classified);
  }

  private Read read(String code, Optional<Instant> metAt, boolean classified) {
    var type =
        new EquityType(
            code,
            word("category", EquityCategory::of, EquityCategory.OTHER),
            filled("description"),
            filled(CLASS),
            word("update_frequency", UpdateFrequency::of, UpdateFrequency.MANUAL),
            number("priority_level", 0, MOST_PRIORITY),
            flag("loaded"),
            flag("requires_eod_validation"),
            number("batch_size", 1, MOST_BATCH),
            Duration.ofMillis(number("rate_limit_ms", 0, MOST_PAUSE)),
            object("processing_rules"),
            additionalFields(),
            metAt,
            classified);
    return problems.isEmpty() ? new Read.Type(type) : new Read.Refused(List.copyOf(problems));
  }

  /// Whether a field says the same as before; the order in a JSON object says nothing.
  static boolean isSame(TypeChange.Field field) {
    return field.before().equals(field.after())
        || field.before().startsWith("{")
            && field.after().startsWith("{")
            && JSON.readTree(field.before()).equals(JSON.readTree(field.after()));
  }

  private String text(String field) {
    return Objects.requireNonNull(texts.get(field), field).strip();
  }

  private String filled(String field) {
    if (text(field).isEmpty()) {
      problems.add(field + " is empty");
    }
    return text(field);
  }

  private <T> T word(String field, Function<String, T> meaning, T instead) {
    try {
      return meaning.apply(text(field));
    } catch (IllegalArgumentException e) {
      problems.add(field + ": " + e.getMessage());
      return instead;
    }
  }

  private boolean flag(String field) {
    return switch (text(field)) {
      case "true" -> true;
      case "false" -> false;
      case String other -> {
        problems.add(field + " is true or false, not '" + other + "'");
        yield false;
      }
    };
  }

  private int number(String field, int least, int most) {
    try {
      int value = Integer.parseInt(text(field));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    problems.add(
        field + " is a whole number from " + least + " to " + most + ", not '" + text(field) + "'");
    return least;
  }

  private String object(String field) {
    return json(field).toString();
  }

  private JsonNode json(String field) {
    var text = text(field).isEmpty() ? "{}" : text(field);
    try {
      var node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      // Said below.
    }
    problems.add(field + " is a JSON object such as {\"aum_required\":true}, not '" + text + "'");
    return JSON.createObjectNode();
  }

  private String additionalFields() {
    var fields = json("additional_data_fields");
    var facts = fields.path("facts");
    if (!facts.isMissingNode() && !facts.isArray()) {
      problems.add("additional_data_fields: facts is a list such as [\"aum_millions\"]");
    }
    for (var fact : facts) {
      if (!fact.isString() || !FACTS.contains(fact.asString())) {
        problems.add(
            "additional_data_fields: "
                + fact
                + " is not a fact of an instrument; "
                + String.join(", ", FACTS.stream().sorted().toList())
                + " are");
      }
    }
    return fields.toString();
  }
}
