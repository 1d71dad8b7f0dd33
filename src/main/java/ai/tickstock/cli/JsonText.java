package ai.tickstock.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as commands print it.
final class JsonText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonText() {}

  /// @param value of maps, lists, texts, numbers, booleans and nulls
  static void print(Object value, PrintWriter out) {
    out.println(JSON.writeValueAsString(value));
    out.flush();
  }

  static JsonNode read(String text) {
    return JSON.readTree(text);
  }
}
