package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads fault rules in the format that `FaultRule` documents.
public final class FaultFile {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> FIELDS =
      Set.of(
          "kind",
          "probability",
          "tickers",
          "endpoint",
          "fromCall",
          "toCall",
          "status",
          "body",
          "delayMillis",
          "retryAfterSeconds",
          "answers",
          "fromSession",
          "toSession",
          "after",
          "fromInstant",
          "toInstant");

  private FaultFile() {}

  /// @throws IllegalArgumentException if the file is not in the format, naming what is wrong
  public static List<FaultRule> read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("faults file " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the faults file " + file, e);
    }
  }

  static List<FaultRule> parse(byte[] json) {
    return parse(new String(json, StandardCharsets.UTF_8));
  }

  static List<FaultRule> parse(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    var faults = root.path("faults");
    if (!root.isObject() || !faults.isArray()) {
      throw new IllegalArgumentException("expected {\"seed\": 7, \"faults\": [ … ]}");
    }
    long seed = root.path("seed").asLong(1);
    var rules = new ArrayList<FaultRule>();
    for (var node : faults) {
      rules.add(rule(node).withSeed(seed * 1_000_003 + rules.size()));
    }
    return rules;
  }

  private static FaultRule rule(JsonNode node) {
    for (var name : node.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException("unknown field '" + name + "' in " + node);
      }
    }
    var rule = FaultRule.of(FaultKind.of(node.path("kind").asString("")));
    if (node.has("probability")) {
      rule = rule.withProbability(node.path("probability").asDouble(Double.NaN));
    }
    if (node.has("tickers")) {
      var tickers = new HashSet<String>();
      node.path("tickers").forEach(t -> tickers.add(t.asString()));
      rule = rule.withTickers(tickers);
    }
    if (node.has("endpoint")) {
      rule = rule.withEndpoint(node.path("endpoint").asString());
    }
    if (node.has("fromCall") || node.has("toCall")) {
      rule =
          rule.withCalls(
              node.path("fromCall").asInt(1), node.path("toCall").asInt(Integer.MAX_VALUE));
    }
    if (node.has("status") || node.has("body")) {
      rule =
          rule.withStatus(
              node.path("status").asInt(rule.status()), node.path("body").asString(rule.body()));
    }
    if (node.has("delayMillis")) {
      rule = rule.withDelayMillis(node.path("delayMillis").asInt());
    }
    if (node.has("retryAfterSeconds")) {
      rule = rule.withRetryAfterSeconds(node.path("retryAfterSeconds").asInt());
    }
    if (node.has("answers")) {
      rule = rule.withAnswers(FaultRule.answersOf(node.path("answers").asString()));
    }
    if (node.has("fromSession") || node.has("toSession")) {
      rule =
          rule.withSessions(
              sessions(
                  date(node, "fromSession", rule.sessions().first()),
                  date(node, "toSession", rule.sessions().last())));
    }
    if (node.has("after")) {
      rule = rule.withAfter(CorrectionTime.of(node.path("after").asString("")));
    }
    if (node.has("fromInstant") || node.has("toInstant")) {
      rule =
          rule.withWindow(
              new CallWindow(
                  instant(node, "fromInstant", Instant.MIN),
                  instant(node, "toInstant", Instant.MAX)));
    }
    return rule;
  }

  private static Instant instant(JsonNode node, String name, Instant otherwise) {
    if (!node.has(name)) {
      return otherwise;
    }
    try {
      return OffsetDateTime.parse(node.path(name).asString("")).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + name + "' is an instant such as 2026-03-09T06:00:00Z, not " + node.path(name), e);
    }
  }

  private static LocalDate date(JsonNode node, String name, LocalDate otherwise) {
    if (!node.has(name)) {
      return otherwise;
    }
    try {
      return LocalDate.parse(node.path(name).asString(""));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + name + "' is a date such as 2026-03-09, not " + node.path(name), e);
    }
  }

  private static DateRange sessions(LocalDate from, LocalDate to) {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("'toSession' " + to + " is before 'fromSession' " + from);
    }
    return new DateRange(from, to);
  }
}
