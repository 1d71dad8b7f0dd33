package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// `/_sim/…`: what the simulator is, what it counted, what time it has, and which faults are on. No
/// key needed.
final class AdminEndpoints {
  private final Market market;
  private final FaultBook faults;
  private final CallStats stats;
  private final ClockEndpoint clock;

  AdminEndpoints(Market market, FaultBook faults, CallStats stats, SimulatedClock clock) {
    this.market = market;
    this.faults = faults;
    this.stats = stats;
    this.clock = new ClockEndpoint(clock);
  }

  Reply answer(String method, String path, byte[] body) {
    try {
      return answered(method, path, body);
    } catch (IllegalArgumentException e) {
      return Reply.error(400, "admin", String.valueOf(e.getMessage()));
    }
  }

  private Reply answered(String method, String path, byte[] body) {
    return switch (method + " " + path) {
      case "GET /_sim/identity" -> identity();
      case "GET /_sim/stats" -> statistics();
      case "GET /_sim/faults" -> rules();
      case "DELETE /_sim/faults" -> {
        faults.replace(List.of());
        yield rules();
      }
      case "POST /_sim/faults" -> {
        faults.replace(FaultFile.parse(body));
        yield rules();
      }
      case "GET /_sim/clock" -> clock.tell();
      case "POST /_sim/clock" -> clock.drive(body);
      case "DELETE /_sim/clock" -> clock.release();
      default -> Reply.noSuchPath();
    };
  }

  private Reply identity() {
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("simulator", "tickstock");
          json.writeStringProperty("market", market.kind());
          market.seed().ifPresent(s -> json.writeNumberProperty("seed", s));
          market.scenario().ifPresent(s -> json.writeStringProperty("scenario", s));
          json.writeEndObject();
        });
  }

  private Reply statistics() {
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          counts(json, "calls", stats.endpoints());
          counts(json, "statuses", stats.statuses());
          counts(json, "mostCallsInAMinute", stats.mostInAMinute());
          json.writeName("faults");
          json.writeStartObject();
          faults.struck().forEach((kind, n) -> json.writeNumberProperty(kind.word(), n));
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void counts(JsonGenerator json, String name, Map<?, ? extends Number> counts) {
    json.writeName(name);
    json.writeStartObject();
    counts.forEach((key, n) -> json.writeNumberProperty(String.valueOf(key), n.longValue()));
    json.writeEndObject();
  }

  private Reply rules() {
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeName("faults");
          json.writeStartArray();
          for (var rule : faults.rules()) {
            rule.write(json);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
