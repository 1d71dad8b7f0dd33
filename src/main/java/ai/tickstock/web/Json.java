package ai.tickstock.web;

import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the API speaks it: names with underscores, times as ISO 8601.
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final int LONGEST = 100_000;

  private Json() {}

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static void answer(Context context, Object value) {
    context.contentType("application/json").result(text(value) + "\n");
  }

  /// The values of an object, all of them simple ones; nothing at all is an empty object.
  static Map<String, String> object(String body) {
    if (body.isBlank()) {
      return Map.of();
    }
    if (body.length() > LONGEST) {
      throw Misasked.wrong("the body is longer than " + LONGEST + " characters");
    }
    try {
      var root = MAPPER.readTree(body);
      if (!root.isObject()) {
        throw Misasked.wrong("the body is no JSON object");
      }
      var values = new HashMap<String, String>();
      root.properties()
          .forEach(entry -> {
            var value = entry.getValue();
            if (value.isContainer()) {
              throw Misasked.wrong(entry.getKey() + ": a simple value is expected");
            }
            Optional.of(value)
                .filter(one -> !one.isNull())
                .ifPresent(one -> values.put(entry.getKey(), one.asString()));
          });
      return values;
    } catch (JacksonException e) {
      throw Misasked.wrong("the body is no JSON: " + e.getOriginalMessage());
    }
  }
}
