package ai.tickstock.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What goes back over the wire, before compression.
final class Reply {
  static final String NOT_ENTITLED =
      "You are not entitled to this data. Please upgrade your plan at https://massive.com/pricing";

  private final int status;
  private final String contentType;
  private final Bytes body;
  private final Map<String, String> headers;
  private @Nullable Bytes compressed;

  private Reply(int status, String contentType, Bytes body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = Map.copyOf(headers);
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  Bytes body() {
    return body;
  }

  /// The body in gzip's form, made when it is first asked for.
  synchronized Bytes compressed() throws IOException {
    if (compressed == null) {
      var bytes = new Bytes(body.size() / 4);
      try (var gzip = new FastGzip(bytes)) {
        body.writeTo(gzip);
      }
      compressed = bytes;
    }
    return compressed;
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 64 * 1024);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  Map<String, String> headers() {
    return headers;
  }

  static Reply json(int status, Consumer<JsonGenerator> body) {
    return new Reply(status, "application/json", Json.bytes(body), Map.of());
  }

  /// @param expected bytes of the body, about
  static Reply json(int status, int expected, BiConsumer<JsonGenerator, Bytes> body) {
    return new Reply(status, "application/json", Json.bytes(expected, body), Map.of());
  }

  static Reply text(int status, String contentType, String body) {
    return new Reply(status, contentType, Bytes.of(body), Map.of());
  }

  /// A path that does not exist.
  static Reply noSuchPath() {
    return text(404, "text/plain", "404 page not found");
  }

  /// `ERROR` with the text in `error`.
  static Reply error(int status, String requestId, String text) {
    return failure(status, "ERROR", requestId, "error", text);
  }

  /// The plan does not cover what was asked.
  static Reply notAuthorized(String requestId, String text) {
    return failure(403, "NOT_AUTHORIZED", requestId, "message", text);
  }

  /// The plan does not have what was asked at all.
  static Reply notEntitled(String requestId) {
    return notAuthorized(requestId, NOT_ENTITLED);
  }

  static Reply notFound(String requestId, String text) {
    return failure(404, "NOT_FOUND", requestId, "message", text);
  }

  /// @param field that says what is wrong
  static Reply failure(int status, String word, String requestId, String field, String text) {
    return json(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", word);
          json.writeStringProperty("request_id", requestId);
          json.writeStringProperty(field, text);
          json.writeEndObject();
        });
  }

  Reply withBody(Bytes changed) {
    return new Reply(status, contentType, changed, headers);
  }

  Reply withHeader(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, contentType, body, more);
  }
}
