package ai.tickstock.simulator;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes bodies; numbers the way the vendor writes them.
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static Bytes bytes(Consumer<JsonGenerator> body) {
    return bytes(4096, (json, _) -> body.accept(json));
  }

  /// @param body is also given what the generator writes to, for what it writes itself after a
  ///   flush
  static Bytes bytes(int expected, BiConsumer<JsonGenerator, Bytes> body) {
    var bytes = new Bytes(expected);
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      body.accept(json, bytes);
    }
    return bytes;
  }

  static JsonGenerator text(JsonGenerator json, String name, Optional<String> value) {
    value.ifPresent(v -> json.writeStringProperty(name, v));
    return json;
  }

  static void number(JsonGenerator json, String name, double value) {
    json.writeName(name);
    number(json, value);
  }

  /// Without exponent and without trailing zeros; what is not a number is written as `NaN`, which
  /// no strict reader takes.
  static void number(JsonGenerator json, double value) {
    json.writeRawValue(text(value));
  }

  /// A number as it is written.
  static String text(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "NaN";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : plain(value);
  }

  private static String plain(double value) {
    var text = Double.toString(value);
    return text.indexOf('E') < 0 ? text : new BigDecimal(text).stripTrailingZeros().toPlainString();
  }
}
