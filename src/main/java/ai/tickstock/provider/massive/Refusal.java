package ai.tickstock.provider.massive;

import ai.tickstock.provider.ProviderFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// An HTTP answer that is not 200, in our words.
///
/// @param state the `status` of the vendor's envelope; empty without one
/// @param said what the vendor said, one short line; a page of HTML is only named as one
/// @param isJson whether the vendor itself spoke; a gateway or a proxy in between sends HTML, plain
///   text or nothing
record Refusal(int status, String state, String said, boolean isJson) {
  /// Bytes that are enough to find out what was said.
  static final int READ = 16_384;

  private static final int SHOWN = 200;

  static Refusal of(int status, byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return new Refusal(status, "", "an empty answer", false);
    }
    if (text.startsWith("<")) {
      return new Refusal(status, "", "an HTML page instead of JSON", false);
    }
    if (text.startsWith("{")) {
      try {
        var row = PageReader.JSON.readTree(text);
        return new Refusal(status, said(row, "status"), reasons(row), true);
      } catch (JacksonException _) {
        return new Refusal(status, "", "an answer that is not JSON", false);
      }
    }
    return new Refusal(status, "", oneLine(text, SHOWN), false);
  }

  private static String reasons(JsonNode row) {
    var reasons = (said(row, "error") + " " + said(row, "message")).strip();
    return reasons.isEmpty() ? "an answer without a reason" : oneLine(reasons, SHOWN);
  }

  private static String said(JsonNode row, String name) {
    var value = row.path(name);
    return value.isString() ? value.stringValue() : "";
  }

  /// @param isAboutOneSymbol whether the question named one, which the vendor then may not know
  /// @param retryAfter as the vendor asked
  <T> Attempt.Fault<T> fault(boolean isAboutOneSymbol, ApiKey key, Optional<Duration> retryAfter) {
    var message = "HTTP " + status + ", " + key.hiddenIn(said) + advice();
    return new Attempt.Fault<>(kind(isAboutOneSymbol), status, message, isPassing(), retryAfter);
  }

  private Kind kind(boolean isAboutOneSymbol) {
    return switch (status) {
      case 401 -> Kind.KEY_REFUSED;
      case 403 -> entitlement();
      // Plain text means that the path does not exist, a notice that it was retired.
      case 404 ->
          isAboutOneSymbol && state.equals("NOT_FOUND") ? Kind.UNKNOWN_SYMBOL : Kind.BAD_ANSWER;
      case 429 -> Kind.RATE_LIMITED;
      case 408, 499 -> Kind.UNREACHABLE;
      default -> status >= 500 ? Kind.UNREACHABLE : Kind.BAD_ANSWER;
    };
  }

  private Kind entitlement() {
    var lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("data timeframe") || lower.contains("before end of day")) {
      return Kind.NOT_ENTITLED_TIMEFRAME;
    }
    return isJson || lower.contains("not entitled") ? Kind.NOT_ENTITLED_ENDPOINT : Kind.BAD_ANSWER;
  }

  boolean isPassing() {
    return switch (status) {
      case 408, 413, 429, 499 -> true;
      default -> status >= 500;
    };
  }

  private String advice() {
    if (status == 401) {
      return ": check MASSIVE_API_KEY";
    }
    if (status >= 300 && status < 400) {
      return ": redirects are not followed, check the vendor's base URL";
    }
    if ((status == 403 || status == 404) && !isJson) {
      return ": check the vendor's base URL and proxies on the way";
    }
    return "";
  }

  /// A text as one line of visible characters, cut to a length.
  static String oneLine(String text, int length) {
    var line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= length ? line : line.substring(0, length) + "…";
  }
}
