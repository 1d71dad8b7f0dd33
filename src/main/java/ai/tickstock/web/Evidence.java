package ai.tickstock.web;

import ai.tickstock.quality.EvidenceRows;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a rule wrote down beside its finding, as people read it.
///
/// @param facts single values and lists of them, in the order in which they were written
/// @param tables lists of objects
record Evidence(List<Fact> facts, List<Table> tables) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Of longer lists the first are shown.
  private static final int NAMED = 60;

  /// What the names that rules use mean, with units.
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("bars", "names with a bar"),
          Map.entry("missing", "without a bar"),
          Map.entry("names", "names"),
          Map.entry("count", "number of names"),
          Map.entry("sessions", "sessions"),
          Map.entry("move", "move of the price"),
          Map.entry("volume", "volume, shares"),
          Map.entry("usual_volume", "usual volume, shares"),
          Map.entry("repeats", "has the values of session"),
          Map.entry("outside_by", "outside of low and high by, in the currency of the price"),
          Map.entry("beyond", "beyond the bars around by"),
          Map.entry("fmv", "fair market value"),
          Map.entry("other", "the other ticker"),
          Map.entry("there_open", "open there"),
          Map.entry("there_high", "high there"),
          Map.entry("there_low", "low there"),
          Map.entry("there_close", "close there"),
          Map.entry("there_volume", "volume there, shares"));

  /// Written as fractions of the price.
  private static final Set<String> FRACTIONS = Set.of("move", "beyond");

  /// @param words the value, or values joined by commas
  /// @param symbols whether they are tickers
  record Fact(String name, List<String> words, int more, boolean symbols) {}

  /// @param rows values in the order of the columns
  record Table(String name, List<Column> columns, List<List<String>> rows) {}

  /// @param isNumber whether its values stand to the right
  record Column(String name, boolean isNumber) {}

  /// @param json as a rule wrote it; what is no object is shown as it stands
  static Evidence of(String json) {
    var facts = new ArrayList<Fact>();
    var tables = new ArrayList<Table>();
    try {
      var root = JSON.readTree(json);
      if (root.isObject()) {
        root.properties().forEach(one -> add(one.getKey(), one.getValue(), facts, tables));
      } else if (!root.isMissingNode() && !root.isNull()) {
        add("evidence", root, facts, tables);
      }
    } catch (JacksonException e) {
      facts.add(new Fact("evidence", List.of(json), 0, false));
    }
    return new Evidence(facts, tables);
  }

  private static void add(String key, JsonNode value, List<Fact> facts, List<Table> tables) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(one -> add(key + "_" + one.getKey(), one.getValue(), facts, tables));
    } else if (value.isArray() && value.valueStream().anyMatch(JsonNode::isObject)) {
      tables.add(table(key, value));
    } else if (value.isArray()) {
      facts.add(
          new Fact(
              meaning(key),
              value.valueStream().limit(NAMED).map(one -> words(key, one)).toList(),
              Math.max(0, value.size() - NAMED),
              key.equals("names")));
    } else {
      facts.add(new Fact(meaning(key), List.of(words(key, value)), 0, key.equals("other")));
    }
  }

  private static Table table(String key, JsonNode list) {
    var names = new LinkedHashSet<String>();
    list.valueStream().forEach(one -> names.addAll(one.propertyNames()));
    var columns =
        names.stream()
            .map(name ->
                new Column(
                    meaning(name), list.valueStream().anyMatch(one -> one.path(name).isNumber())))
            .toList();
    var rows =
        list.valueStream()
            .limit(NAMED)
            .map(one -> names.stream().map(name -> words(name, one.path(name))).toList())
            .toList();
    // As a list these are the bars of sessions, not how many names have one.
    return new Table(key.equals("bars") ? "bars" : meaning(key), columns, rows);
  }

  private static String meaning(String key) {
    return MEANINGS.getOrDefault(key, Words.code(key));
  }

  private static String words(String key, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "–";
    }
    if (FRACTIONS.contains(key) && value.isNumber()) {
      return Words.signedPercent(value.asDouble());
    }
    return value.isNumber() ? Words.price(value.asDouble()) : plain(value);
  }

  private static String plain(JsonNode value) {
    return value.isContainer() ? value.toString() : value.asString();
  }

  /// The stored rows around a finding.
  ///
  /// @param rows values in the order of the columns; empty where there is none
  record Around(List<Column> columns, List<List<Optional<String>>> rows) {
    static final Around NOTHING = new Around(List.of(), List.of());

    static Around of(EvidenceRows found) {
      return new Around(
          found.columns().stream()
              .map(name ->
                  name.startsWith(">")
                      ? new Column(Words.code(name.substring(1)), true)
                      : new Column(Words.code(name), false))
              .toList(),
          found.rows());
    }

    /// As a page shows one.
    String shown(List<Optional<String>> row, int column) {
      var text = row.get(column).orElse("");
      return switch (columns.get(column).name()) {
        case "concerned" -> text.isEmpty() ? "" : "this session";
        case "reason" -> Words.code(text);
        default -> columns.get(column).isNumber() ? Words.number(text) : text;
      };
    }
  }
}
