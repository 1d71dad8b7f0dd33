package ai.tickstock.database;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a database is and who asks. Prints without the password.
///
/// @param jdbcUrl e.g. `jdbc:postgresql://127.0.0.1:5432/tickstock`, without user or password
public record DatabaseAddress(String jdbcUrl, String user, String password) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>jdbc:postgresql|postgresql|postgres)://"
              + "((?<user>[^:@/?]*)(:(?<password>[^@/?]*))?@)?"
              + "(?<host>[A-Za-z0-9._:,\\[\\]-]+)/(?<database>[^/?]+)(\\?(?<options>.*))?");

  /// Names that PostgreSQL's own programs use, and the driver's for the same.
  private static final Map<String, String> OPTION_NAMES =
      Map.of(
          "application_name", "ApplicationName",
          "connect_timeout", "connectTimeout",
          "channel_binding", "channelBinding");

  /// Reads what people put into `DATABASE_URL`: `postgresql://user:password@host:port/database`,
  /// also `postgres://` and `jdbc:postgresql://`, with options such as `?sslmode=require`. User and
  /// password may be options as well; signs such as `@` in them are written `%40`.
  ///
  /// @throws IllegalArgumentException when it is anything else; the text itself, which may hold a
  ///   password, is not repeated
  public static DatabaseAddress parse(String url) {
    var form = FORM.matcher(url.strip());
    if (!form.matches()) {
      throw notAnAddress("it does not have this form");
    }
    var user = decoded(form, "user");
    var password = decoded(form, "password");
    var options = new ArrayList<String>();
    for (var option : options(form)) {
      var name = option.replaceFirst("=.*", "");
      var value = option.substring(Math.min(option.length(), name.length() + 1));
      switch (name) {
        case "user" -> user = Optional.of(decoded(value));
        case "password" -> password = Optional.of(decoded(value));
        default -> options.add(OPTION_NAMES.getOrDefault(name, name) + "=" + value);
      }
    }
    return new DatabaseAddress(
        "jdbc:postgresql://%s/%s%s"
            .formatted(
                form.group("host"),
                form.group("database"),
                options.isEmpty() ? "" : "?" + String.join("&", options)),
        user.filter(name -> !name.isEmpty()).orElseThrow(() -> notAnAddress("it names no user")),
        password.orElse(""));
  }

  private static List<String> options(Matcher form) {
    var text = form.group("options");
    return text == null || text.isEmpty() ? List.of() : List.of(text.split("&", -1));
  }

  private static Optional<String> decoded(Matcher form, String group) {
    return Optional.ofNullable(form.group(group)).map(DatabaseAddress::decoded);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw notAnAddress("a % in the user or the password is not followed by two hex digits");
    }
  }

  private static IllegalArgumentException notAnAddress(String why) {
    return new IllegalArgumentException(
        "Not the address of a database: "
            + why
            + ". Expected postgresql://user:password@host:5432/database, where @ : / ? % in user or"
            + " password are written %40 %3A %2F %3F %25.");
  }

  /// The name of the database.
  String database() {
    var path = place().substring(place().indexOf('/') + 1);
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Another database of the same server, for the same user.
  DatabaseAddress inDatabase(String database) {
    int begin = "jdbc:postgresql://".length() + place().indexOf('/') + 1;
    int options = jdbcUrl.indexOf('?');
    return new DatabaseAddress(
        jdbcUrl.substring(0, begin)
            + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20")
            + (options < 0 ? "" : jdbcUrl.substring(options)),
        user,
        password);
  }

  /// E.g. `127.0.0.1:5432/tickstock`.
  public String place() {
    return jdbcUrl.replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*", "");
  }

  @Override
  public String toString() {
    return place() + " as " + user;
  }
}
