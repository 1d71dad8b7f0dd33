package ai.tickstock;

import ai.tickstock.database.DatabaseAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the two usual ways to write a PostgreSQL address: as services hand it out
/// (`postgres://user:password@host:5432/name`) and as JDBC does
/// (`jdbc:postgresql://host:5432/name?user=…&password=…`).
final class DatabaseUrl {
  static final SettingForm<DatabaseAddress> FORM =
      new SettingForm<>(
          "an address with a user such as postgresql://USER:PASSWORD@HOST:5432/DATABASE"
              + " or jdbc:postgresql://HOST:5432/DATABASE?user=USER&password=PASSWORD"
              + " (special characters in it as %40)",
          true,
          DatabaseUrl::read,
          address ->
              address.jdbcUrl().replaceAll("(?i)(password=)[^&]*", "$1***")
                  + " as "
                  + address.user());

  private DatabaseUrl() {}

  private static Optional<DatabaseAddress> read(String text) {
    var plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    try {
      var uri = new URI(plain);
      boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
      var path = uri.getRawPath();
      if (!postgres || uri.getHost() == null || path == null || path.length() < 2) {
        return Optional.empty();
      }
      return address(uri, path);
    } catch (URISyntaxException | IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Optional<DatabaseAddress> address(URI uri, String path) {
    @Nullable String user = null;
    var password = "";
    if (uri.getRawUserInfo() != null) {
      var info = uri.getRawUserInfo();
      int colon = info.indexOf(':');
      user = percentDecoded(colon < 0 ? info : info.substring(0, colon));
      password = colon < 0 ? "" : percentDecoded(info.substring(colon + 1));
    }
    var kept = new ArrayList<String>();
    if (uri.getRawQuery() != null) {
      for (var parameter : uri.getRawQuery().split("&", -1)) {
        if (parameter.startsWith("user=")) {
          user = percentDecoded(parameter.substring("user=".length()));
        } else if (parameter.startsWith("password=")) {
          password = percentDecoded(parameter.substring("password=".length()));
        } else if (!parameter.isEmpty()) {
          kept.add(parameter);
        }
      }
    }
    if (user == null || user.isBlank()) {
      return Optional.empty();
    }
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    var query = kept.isEmpty() ? "" : "?" + String.join("&", kept);
    var jdbcUrl = "jdbc:postgresql://" + uri.getHost() + port + path + query;
    return Optional.of(new DatabaseAddress(jdbcUrl, user, password));
  }

  /// As in an address, where a plus sign means itself.
  private static String percentDecoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
