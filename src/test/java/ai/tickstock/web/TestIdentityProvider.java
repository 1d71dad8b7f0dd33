package ai.tickstock.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/// An OpenID Connect provider over HTTP that lets a person in at once, checks what providers check,
/// and makes a mistake where it is told to.
final class TestIdentityProvider implements AutoCloseable {
  static final String CLIENT = "tickstock";
  static final String SECRET = "secret-of-the-client-5d1f";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// What is wrong with the next tokens.
  enum Mistake {
    NONE,
    NONCE,
    AUDIENCE,
    ISSUER,
    EXPIRED,
    NOT_SIGNED,
    SIGNED_BY_THE_SECRET,
    SIGNED_BY_ANOTHER
  }

  record Person(String subject, String name, List<String> roles) {}

  /// What stands behind a code, once.
  private record Given(Map<String, String> asked, Person person) {}

  private final HttpServer server;
  private final RSAKey key;
  private final RSAKey another;
  private final Map<String, Given> codes = new ConcurrentHashMap<>();
  private volatile Person person = new Person("1", "nobody", List.of());
  private volatile Mistake mistake = Mistake.NONE;
  private volatile boolean letsNobodyIn;

  TestIdentityProvider() {
    try {
      key = new RSAKeyGenerator(2048).keyID("now").generate();
      another = new RSAKeyGenerator(2048).keyID("now").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/.well-known/openid-configuration", this::describe);
    server.createContext(
        "/keys", exchange -> answer(exchange, 200, new JWKSet(key).toJSONObject()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.start();
  }

  URI issuer() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void present(Person other) {
    person = other;
  }

  void make(Mistake other) {
    mistake = other;
  }

  void letNobodyIn(boolean nobody) {
    letsNobodyIn = nobody;
  }

  private void describe(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        Map.of(
            "issuer", issuer().toString(),
            "authorization_endpoint", issuer() + "/authorize",
            "token_endpoint", issuer() + "/token",
            "jwks_uri", issuer() + "/keys",
            "response_types_supported", List.of("code"),
            "subject_types_supported", List.of("public"),
            "id_token_signing_alg_values_supported", List.of("RS256")));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    var asked = fields(exchange.getRequestURI().getRawQuery());
    boolean isWhole =
        asked.getOrDefault("response_type", "").equals("code")
            && asked.getOrDefault("client_id", "").equals(CLIENT)
            && asked.getOrDefault("scope", "").contains("openid")
            && asked.getOrDefault("code_challenge_method", "").equals("S256")
            && asked.keySet().containsAll(List.of("state", "nonce", "code_challenge"));
    if (!isWhole) {
      answer(exchange, 400, Map.of("error", "invalid_request"));
      return;
    }
    var back = asked.getOrDefault("redirect_uri", "");
    var code = UUID.randomUUID().toString();
    codes.put(code, new Given(asked, person));
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            back
                + (letsNobodyIn ? "?error=access_denied" : "?code=" + code)
                + "&state="
                + URLEncoder.encode(asked.getOrDefault("state", ""), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    var told = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var proof =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    if (!proof.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, Map.of("error", "invalid_client"));
      return;
    }
    var given = codes.remove(told.getOrDefault("code", ""));
    boolean isRight =
        given != null
            && told.getOrDefault("grant_type", "").equals("authorization_code")
            && told.getOrDefault("redirect_uri", "").equals(given.asked().get("redirect_uri"))
            && digest(told.getOrDefault("code_verifier", ""))
                .equals(given.asked().get("code_challenge"));
    if (!isRight) {
      answer(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    answer(
        exchange,
        200,
        Map.of(
            "access_token", "unused",
            "token_type", "Bearer",
            "id_token", signed(claims(given))));
  }

  private JWTClaimsSet claims(Given given) {
    // The library looks at the clock of the machine.
    var now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(mistake == Mistake.ISSUER ? "http://127.0.0.1:1" : issuer().toString())
        .subject(given.person().subject())
        .audience(mistake == Mistake.AUDIENCE ? "another" : CLIENT)
        .issueTime(Date.from(now.minusSeconds(mistake == Mistake.EXPIRED ? 7_200 : 0)))
        .expirationTime(Date.from(now.plusSeconds(mistake == Mistake.EXPIRED ? -3_600 : 300)))
        .claim("nonce", mistake == Mistake.NONCE ? "another" : given.asked().get("nonce"))
        .claim("preferred_username", given.person().name())
        .claim("realm_access", Map.of("roles", given.person().roles()))
        .build();
  }

  private String signed(JWTClaimsSet claims) {
    try {
      switch (mistake) {
        case NOT_SIGNED -> {
          return new PlainJWT(claims).serialize();
        }
        case SIGNED_BY_THE_SECRET -> {
          var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
          jwt.sign(new MACSigner((SECRET + SECRET).getBytes(StandardCharsets.UTF_8)));
          return jwt.serialize();
        }
        default -> {
          var by = mistake == Mistake.SIGNED_BY_ANOTHER ? another : key;
          var jwt =
              new SignedJWT(
                  new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(by.getKeyID()).build(), claims);
          jwt.sign(new RSASSASigner(by));
          return jwt.serialize();
        }
      }
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> fields(String coded) {
    var fields = new HashMap<String, String>();
    for (var pair : coded.split("&", -1)) {
      var parts = pair.split("=", 2);
      fields.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    var bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
