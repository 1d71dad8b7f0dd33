package ai.tickstock;

import ai.tickstock.access.AccessRefused;
import ai.tickstock.access.IdentityProvider;
import ai.tickstock.access.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How the settings of logins by OpenID Connect are written and read.
final class OidcForms {
  /// As the provider itself writes it, an end in `/` too: it is compared letter by letter.
  static final SettingForm<URI> ISSUER =
      plain(
          "an https address such as https://login.example.com/realms/desk, without query"
              + " (http on this machine only)",
          OidcForms::issuer,
          Objects::toString);

  static final SettingForm<String> WORDS =
      plain(
          "a name without spaces",
          text -> Optional.of(text).filter(t -> t.matches("[\\x21-\\x7e]{1,200}")),
          Objects::toString);

  static final SettingForm<String> SCOPES =
      plain(
          "scopes with openid among them such as openid profile email",
          text ->
              Optional.of(text.strip().replaceAll(" +", " "))
                  .filter(t -> t.matches("[\\x20-\\x7e]{1,400}"))
                  .filter(t -> List.of(t.split(" ", -1)).contains("openid")),
          Objects::toString);

  static final SettingForm<Map<String, Role>> ROLES =
      plain(
          "values of the claim with roles such as desk-admins=admin, desk=operator, staff=viewer",
          OidcForms::roles,
          roles ->
              roles.entrySet().stream()
                  .map(one -> one.getKey() + "=" + one.getValue().word())
                  .collect(Collectors.joining(", ")));

  private OidcForms() {}

  private static <T> SettingForm<T> plain(
      String expected, Function<String, Optional<T>> read, Function<T, String> shown) {
    return new SettingForm<>(expected, false, read, shown);
  }

  private static Optional<URI> issuer(String text) {
    try {
      var uri = new URI(text);
      boolean isBare =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      return Optional.of(uri)
          .filter(one -> isBare && one.getHost() != null && IdentityProvider.isSafe(one));
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Optional<Map<String, Role>> roles(String text) {
    var roles = new LinkedHashMap<String, Role>();
    for (var part : text.split(",", -1)) {
      int at = part.lastIndexOf('=');
      var value = at < 0 ? "" : part.substring(0, at).strip();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      try {
        roles.put(value, Role.of(part.substring(at + 1).strip()));
      } catch (AccessRefused noSuchRole) {
        return Optional.empty();
      }
    }
    return Optional.of(roles);
  }
}
