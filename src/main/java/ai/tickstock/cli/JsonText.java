package ai.tickstock.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
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

  /// What a program is told where nothing was done.
  ///
  /// @param state in one word
  /// @param problems why, each in a line
  static void printProblems(String state, List<String> problems, PrintWriter out) {
    var object = new LinkedHashMap<String, Object>();
    object.put("state", state);
    object.put("problems", problems);
    print(object, out);
  }

  static JsonNode read(String text) {
    return JSON.readTree(text);
  }
}
