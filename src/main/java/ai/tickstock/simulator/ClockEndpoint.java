package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/_sim/clock`: tells and drives the simulated now.
final class ClockEndpoint {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> FIELDS = Set.of("now", "advance", "rate");
  private static final String FORM =
      "use {\"now\":\"2026-03-09T21:00:00Z\"}, {\"advance\":\"PT8H\"} or {\"rate\":60}";

  private final SimulatedClock clock;

  ClockEndpoint(SimulatedClock clock) {
    this.clock = clock;
  }

  Reply tell() {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    double rate = clock.rate();
    boolean driven = clock.isDriven();
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("now", now.toString());
          json.writeStringProperty(
              "newYork",
              DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                  now.atZone(Bar.NEW_YORK).truncatedTo(ChronoUnit.SECONDS)));
          Json.number(json, "rate", rate);
          json.writeBooleanProperty("driven", driven);
          json.writeEndObject();
        });
  }

  Reply release() {
    clock.release();
    return tell();
  }

  /// A bad request changes nothing, not even in part.
  ///
  /// @throws IllegalArgumentException if the body is not one of the forms, or leads out of the
  ///   years that the calendar knows
  Reply drive(byte[] body) {
    var asked = read(body);
    for (var name : asked.propertyNames()) {
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException("unknown field '" + name + "': " + FORM);
      }
    }
    if (asked.isEmpty()) {
      throw new IllegalArgumentException("nothing to do: " + FORM);
    }
    if (asked.has("now") && asked.has("advance")) {
      throw new IllegalArgumentException("'now' sets and 'advance' moves: give one of them");
    }
    var now = Optional.ofNullable(asked.get("now")).map(ClockEndpoint::instant);
    var advance = Optional.ofNullable(asked.get("advance")).map(ClockEndpoint::duration);
    var rate = Optional.ofNullable(asked.get("rate")).map(ClockEndpoint::rate);
    clock.drive(now, advance, rate);
    return tell();
  }

  private static JsonNode read(byte[] body) {
    try {
      var asked = MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
      if (asked.isObject()) {
        return asked;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage() + "; " + FORM, e);
    }
    throw new IllegalArgumentException("not an object: " + FORM);
  }

  private static Instant instant(JsonNode node) {
    try {
      return OffsetDateTime.parse(node.asString("")).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'now' is an instant such as 2026-03-09T21:00:00Z, not " + node, e);
    }
  }

  private static Duration duration(JsonNode node) {
    try {
      return Duration.parse(node.asString(""));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'advance' is a duration such as PT8H or P1D, not " + node, e);
    }
  }

  private static double rate(JsonNode node) {
    if (!node.isNumber()) {
      throw new IllegalArgumentException("'rate' is a number, not " + node);
    }
    return node.asDouble();
  }
}
