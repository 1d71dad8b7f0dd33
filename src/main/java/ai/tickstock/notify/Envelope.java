package ai.tickstock.notify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An event as programs get it.
///
/// @param id the same at every attempt to deliver it
/// @param payload JSON
record Envelope(UUID id, String event, Instant timestamp, String source, String payload) {
  /// Of the envelope; a reader may rely on it until it changes.
  private static final String VERSION = "1.0";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  String json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("event", event);
    fields.put("timestamp", timestamp.truncatedTo(ChronoUnit.MILLIS).toString());
    fields.put("source", source);
    fields.put("version", VERSION);
    fields.put("id", id.toString());
    JsonNode tree = JSON.readTree(payload);
    fields.put("payload", tree);
    return JSON.writeValueAsString(fields);
  }
}
