package ai.tickstock.web;

import ai.tickstock.access.Access;
import ai.tickstock.access.AccessRefused;
import ai.tickstock.access.IdentityProvider;
import ai.tickstock.access.Logins;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// The way to an identity provider and back. Between the two a cookie of this browser holds what
/// the answer must fit, so that any process can take it, and nobody can log others in.
final class ProviderLogin {
  static final String PATH = "/login/provider";
  private static final String BACK = PATH + "/back";
  private static final String COOKIE = "tickstock_attempt";
  private static final int MINUTES = 10;

  private final Access access;
  private final IdentityProvider provider;
  private final Exposure exposure;
  private final Gate gate;

  ProviderLogin(Access access, IdentityProvider provider, Exposure exposure, Gate gate) {
    this.access = access;
    this.provider = provider;
    this.exposure = exposure;
    this.gate = gate;
  }

  /// How a login is told to people that was not one.
  interface Told {
    void tell(Context context, String message, HttpStatus status);
  }

  void register(RoutesConfig to, Told told) {
    to.get(PATH, context -> begin(context, told));
    to.get(BACK, context -> finish(context, told));
  }

  private void begin(Context context, Told told) {
    var attempt = IdentityProvider.Attempt.begin();
    try {
      var there = provider.begin(attempt, back(context));
      keep(context, attempt.token() + "." + coded(Console.next(context)), MINUTES * 60);
      context.redirect(there.toString(), HttpStatus.SEE_OTHER);
    } catch (AccessRefused refused) {
      told.tell(context, message(refused), HttpStatus.BAD_GATEWAY);
    }
  }

  private void finish(Context context, Told told) {
    var kept = Optional.ofNullable(context.cookie(COOKIE)).orElse("").split("\\.", 2);
    keep(context, "", 0);
    if (kept.length < 2 || kept[0].isEmpty()) {
      told.tell(
          context,
          "That login was not begun in this browser, or too long ago: log in again.",
          HttpStatus.BAD_REQUEST);
      return;
    }
    var back = back(context);
    try {
      var answer =
          URI.create(
              back + Optional.ofNullable(context.queryString()).map(q -> "?" + q).orElse(""));
      var attempt = new IdentityProvider.Attempt(kept[0]);
      switch (access.logins().login(provider, attempt, back, answer, gate.address(context))) {
        case Logins.Result.In(var token) -> {
          gate.letIn(context, token);
          context.redirect(Console.ours(decoded(kept[1])), HttpStatus.SEE_OTHER);
        }
        case Logins.Result.Locked(var what, var until) ->
            told.tell(
                context,
                "Too many attempts: " + what + " is locked until " + Words.time(until) + ".",
                HttpStatus.TOO_MANY_REQUESTS);
        case Logins.Result.Wrong _ ->
            throw new IllegalStateException("a provider knows no wrong password");
      }
    } catch (AccessRefused refused) {
      told.tell(context, message(refused), HttpStatus.FORBIDDEN);
    } catch (IllegalArgumentException noAddress) {
      told.tell(context, "That answer cannot be read: log in again.", HttpStatus.BAD_REQUEST);
    }
  }

  private static String message(AccessRefused refused) {
    return "Not logged in: " + refused.getMessage() + ".";
  }

  /// Where the provider sends browsers, as they name this server.
  private URI back(Context context) {
    return URI.create(
        (exposure.isSecure() ? "https" : "http")
            + "://"
            + Optional.ofNullable(context.host()).orElse("localhost")
            + BACK);
  }

  private void keep(Context context, String value, int seconds) {
    var cookie = new Cookie(COOKIE, value, PATH, seconds, exposure.isSecure(), true);
    // The provider's page leads back here.
    cookie.setSameSite(SameSite.LAX);
    context.cookie(cookie);
  }

  private static String coded(String path) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(path.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String coded) {
    return new String(Base64.getUrlDecoder().decode(coded), StandardCharsets.UTF_8);
  }
}
