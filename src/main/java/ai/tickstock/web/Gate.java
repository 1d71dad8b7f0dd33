package ai.tickstock.web;

import ai.tickstock.access.Access;
import ai.tickstock.access.Logins;
import ai.tickstock.access.Role;
import ai.tickstock.access.Visitor;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/// Lets in who may come in: nothing but health, metrics, the login and its files is given to
/// strangers. Sets the headers that every answer has.
final class Gate {
  private static final String COOKIE = "tickstock_login";
  private static final String VISITOR = "tickstock.visitor";
  private static final String BEARER = "Bearer ";
  private static final String CSRF = "csrf";
  private static final String CSRF_HEADER = "X-CSRF-Token";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final Set<HandlerType> SAFE =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

  private final Access access;
  private final Exposure exposure;

  Gate(Access access, Exposure exposure) {
    this.access = access;
    this.exposure = exposure;
  }

  /// Before every request.
  void check(Context context) {
    harden(context, exposure);
    var path = context.path();
    if (isOpen(path)) {
      return;
    }
    if (isApi(path)) {
      context.header("Cache-Control", "no-store");
    }
    if (path.equals("/login")) {
      if (!SAFE.contains(context.method())) {
        requireSameSite(context);
      }
      return;
    }
    var visitor = visitor(context);
    if (visitor.isEmpty()) {
      stranger(context);
      return;
    }
    context.attribute(VISITOR, visitor.get());
    if (!SAFE.contains(context.method()) && !visitor.get().isProgram()) {
      requireSameSite(context);
      requireToken(context);
    }
    if (visitor.get().mustChangePassword()
        && !path.equals("/password")
        && !path.equals("/logout")) {
      if (isApi(path)) {
        throw new Misasked(HttpStatus.FORBIDDEN, "change the password first, at /password");
      }
      context.redirect("/password", HttpStatus.SEE_OTHER);
      context.skipRemainingHandlers();
    }
  }

  private static boolean isOpen(String path) {
    return path.startsWith("/health/")
        || path.startsWith(ProviderLogin.PATH)
        || path.equals("/metrics")
        || path.startsWith(Assets.PATH)
        || path.equals("/favicon.ico");
  }

  static boolean isApi(String path) {
    return path.startsWith("/api/");
  }

  static void harden(Context context, Exposure exposure) {
    context
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        .header("Cache-Control", "no-store");
    if (exposure.isSecure()) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
  }

  private Optional<Visitor> visitor(Context context) {
    var header = context.header("Authorization");
    if (header != null && isApi(context.path())) {
      return header.startsWith(BEARER)
          ? access.tokens().find(header.substring(BEARER.length()).strip())
          : Optional.empty();
    }
    return token(context).flatMap(access.logins()::find);
  }

  private static Optional<String> token(Context context) {
    return Optional.ofNullable(context.cookie(COOKIE)).filter(value -> !value.isBlank());
  }

  private static void stranger(Context context) {
    if (isApi(context.path())) {
      context.header("WWW-Authenticate", "Bearer realm=\"tickstock\"");
      throw new Misasked(
          HttpStatus.UNAUTHORIZED,
          "log in, or send 'Authorization: Bearer TOKEN' (tickstock web tokens create)");
    }
    var wanted =
        context.path() + Optional.ofNullable(context.queryString()).map(q -> "?" + q).orElse("");
    context.redirect(
        SAFE.contains(context.method()) && !wanted.equals("/")
            ? "/login?next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8)
            : "/login",
        HttpStatus.SEE_OTHER);
    context.skipRemainingHandlers();
  }

  /// Browsers say from where a request comes; what another site sends is refused.
  private static void requireSameSite(Context context) {
    var from = context.header("Sec-Fetch-Site");
    if (from != null && !from.equals("same-origin") && !from.equals("none")) {
      throw new Misasked(HttpStatus.FORBIDDEN, "another site sent this; nothing was changed");
    }
  }

  private static void requireToken(Context context) {
    var expected = csrf(context);
    var sent =
        Optional.ofNullable(context.header(CSRF_HEADER))
            .or(() -> Optional.ofNullable(context.formParam(CSRF)))
            .orElse("");
    boolean isRight =
        !expected.isEmpty()
            && MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    if (!isRight) {
      throw new Misasked(
          HttpStatus.FORBIDDEN,
          "the form is not one of this login's (no or a wrong CSRF token): load the page again and"
              + " repeat; nothing was changed");
    }
  }

  /// What a form of the present login repeats; empty for strangers.
  static String csrf(Context context) {
    return token(context).map(Logins::csrf).orElse("");
  }

  /// Who asks; empty for strangers.
  static Optional<Visitor> known(Context context) {
    return Optional.ofNullable(context.<Visitor>attribute(VISITOR));
  }

  static Visitor require(Context context, Role role) {
    var visitor =
        known(context).orElseThrow(() -> new Misasked(HttpStatus.UNAUTHORIZED, "log in first"));
    if (!visitor.role().includes(role)) {
      throw new Misasked(
          HttpStatus.FORBIDDEN,
          "this takes the role "
              + role.word()
              + ", and "
              + visitor.account()
              + (visitor.isProgram() ? " by this token" : "")
              + " is "
              + visitor.role().word());
    }
    return visitor;
  }

  /// Where the client is, as far as one can know.
  String address(Context context) {
    if (exposure.isBehindProxy()) {
      var chain = Optional.ofNullable(context.header("X-Forwarded-For")).orElse("");
      var last = chain.substring(chain.lastIndexOf(',') + 1).strip();
      if (!last.isEmpty() && last.length() <= 45) {
        return last;
      }
    }
    return context.ip();
  }

  void letIn(Context context, String token) {
    var cookie = new Cookie(COOKIE, token, "/", -1, exposure.isSecure(), true);
    cookie.setSameSite(SameSite.LAX);
    context.cookie(cookie);
  }

  void letOut(Context context) {
    token(context).ifPresent(access.logins()::end);
    context.removeCookie(COOKIE, "/");
  }
}
