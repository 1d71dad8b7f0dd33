package ai.tickstock.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A question to the object store.
///
/// @param rawPath as it came, still encoded
/// @param query decoded, in the order in which they came
/// @param headers whatever the case of their names
record S3Request(
    String method,
    String rawPath,
    List<Map.Entry<String, String>> query,
    Map<String, List<String>> headers) {

  static S3Request of(HttpExchange exchange) {
    var uri = exchange.getRequestURI();
    return of(
        exchange.getRequestMethod(),
        uri.getRawPath(),
        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
        exchange.getRequestHeaders());
  }

  static S3Request of(
      String method, String rawPath, String rawQuery, Map<String, List<String>> headers) {
    var query = new ArrayList<Map.Entry<String, String>>();
    for (var part : rawQuery.split("&", -1)) {
      int equals = part.indexOf('=');
      if (!part.isEmpty()) {
        query.add(
            Map.entry(
                decoded(equals < 0 ? part : part.substring(0, equals)),
                decoded(equals < 0 ? "" : part.substring(equals + 1))));
      }
    }
    var named = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    named.putAll(headers);
    return new S3Request(method, rawPath, List.copyOf(query), named);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /// Whether it changes nothing.
  boolean isRead() {
    return isHead() || method.equals("GET");
  }

  /// Decoded; a plus is a plus.
  String path() {
    return decoded(rawPath.replace("+", "%2B"));
  }

  /// The first value of a parameter.
  Optional<String> parameter(String name) {
    return query.stream().filter(p -> p.getKey().equals(name)).map(Map.Entry::getValue).findFirst();
  }

  /// The values of a header in one line.
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(",", values));
  }
}
