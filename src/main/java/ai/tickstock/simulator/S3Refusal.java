package ai.tickstock.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/// Ends a question to the object store with one of its errors.
final class S3Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  /// What the error says besides; never sent anywhere else.
  @SuppressWarnings("serial")
  private final transient Map<String, String> details = new LinkedHashMap<>();

  private final transient Map<String, String> headers = new LinkedHashMap<>();

  S3Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static S3Refusal argument(String message, String name, String value) {
    return new S3Refusal(400, "InvalidArgument", message)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }

  static S3Refusal denied(String message) {
    return new S3Refusal(403, "AccessDenied", message);
  }

  S3Refusal with(String name, String value) {
    details.put(name, value);
    return this;
  }

  S3Refusal withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  int status() {
    return status;
  }

  /// @param resource the path that was asked for
  S3Reply reply(String resource, String requestId) {
    var xml =
        S3Text.document(
            "Error",
            false,
            error -> {
              error.element("Code", code).element("Message", String.valueOf(getMessage()));
              details.forEach(error::element);
              error.element("Resource", resource).element("RequestId", requestId);
            });
    var reply = S3Reply.of(status, "application/xml", xml);
    headers.forEach(reply::header);
    return reply;
  }
}
