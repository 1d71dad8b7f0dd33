package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One request, read: path segments decoded, the cursor unpacked into the parameters.
///
/// @param base scheme, host and port under which the caller reached us
/// @param parameters without the key and the cursor
record Call(
    String path,
    List<String> segments,
    Map<String, String> parameters,
    String base,
    String requestId,
    Instant now,
    PlanProfile plan) {

  /// The parts of a raw path after the leading slash, decoded.
  static List<String> segments(String rawPath) {
    return Arrays.stream(rawPath.substring(1).split("/", -1))
        .map(s -> URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  /// The parameters of a raw query; of a name given twice the first counts.
  static Map<String, String> query(String raw) {
    var parameters = new LinkedHashMap<String, String>();
    for (var part : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  /// Today in New York.
  LocalDate today() {
    return Bar.dateOf(now);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(v -> !v.isEmpty());
  }

  boolean flag(String name, boolean otherwise) {
    return parameter(name)
        .map(v ->
            switch (v) {
              case "true" -> true;
              case "false" -> false;
              default -> throw bad("'" + name + "' must be true or false");
            })
        .orElse(otherwise);
  }

  /// @throws Refusal with 400 if it is not a number from 1 to `most`
  int limit(int otherwise, int most) {
    return parameter("limit").map(v -> limit(v, most)).orElse(otherwise);
  }

  private int limit(String text, int most) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a number out of bounds
    }
    throw bad("'limit' must be a number between 1 and " + most);
  }

  Optional<LocalDate> date(String name) {
    return parameter(name).map(v -> dateOf(name, v));
  }

  LocalDate dateOf(String name, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw bad("Could not parse the time parameter: '" + name + "'. Use YYYY-MM-DD");
    }
  }

  Refusal bad(String text) {
    return new Refusal(Reply.error(400, requestId, text));
  }

  Refusal notFound(String text) {
    return new Refusal(Reply.notFound(requestId, text));
  }

  /// An address of the next page: all parameters and the additional ones packed into a cursor.
  String next(String path, Map<String, String> additional) {
    var all = new TreeMap<>(parameters);
    all.putAll(additional);
    var packed =
        all.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var cursor =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(packed.getBytes(StandardCharsets.UTF_8));
    return base + path + "?cursor=" + cursor;
  }

  /// Parameters with the cursor unpacked over them and the key gone; empty if the cursor is not one
  /// of ours.
  static Optional<Map<String, String>> unpacked(Map<String, String> query) {
    var parameters = new LinkedHashMap<>(query);
    parameters.remove("apiKey");
    var cursor = parameters.remove("cursor");
    if (cursor == null) {
      return Optional.of(parameters);
    }
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      if (text.indexOf('=') < 0) {
        return Optional.empty();
      }
      parameters.putAll(query(text));
      return Optional.of(parameters);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Values of a comma-separated parameter.
  Optional<List<String>> list(String name) {
    return parameter(name).map(v -> new ArrayList<>(Arrays.asList(v.split(",", -1))));
  }
}
