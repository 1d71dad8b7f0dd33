package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.access.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets in, and what they can do there.
class LoginTest {
  private static TestConsole console;

  @BeforeAll
  static void open() {
    console = TestConsole.open(Duration.ZERO);
  }

  @AfterAll
  static void close() {
    console.close();
  }

  @Test
  void givesStrangersNothingButTheLoginHealthAndMetrics() {
    var stranger = console.stranger();

    for (var path :
        new String[] {"/", "/tonight", "/loads", "/loads/new", "/settings", "/no/such/page"}) {
      var answer = stranger.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(303);
      assertThat(answer.headers().firstValue("location").orElseThrow()).startsWith("/login");
      assertThat(answer.body()).doesNotContain("canary").hasSizeLessThan(100);
    }
    for (var path : new String[] {"/api/v1/tonight", "/api/openapi.json", "/api/v1/nothing"}) {
      var answer = stranger.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.headers().firstValue("content-type").orElseThrow())
          .startsWith("application/problem+json");
    }
    assertThat(stranger.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(stranger.get("/metrics").statusCode()).isEqualTo(200);
    assertThat(stranger.post("/loads", Map.of("symbols", "SPY")).statusCode()).isEqualTo(303);
  }

  @Test
  void knowsNoProviderWhereNoneIsSet() {
    assertThat(console.stranger().get("/login/provider").statusCode()).isEqualTo(404);
    assertThat(console.stranger().get("/login").body()).doesNotContain("/login/provider");
  }

  @Test
  void letsTheFirstAdminInByAPasswordThatMustBeChanged() {
    try (var other = TestConsole.open(Duration.ZERO)) {
      var first = other.access().accounts().first().orElseThrow();
      assertThat(other.access().accounts().first()).as("only once").isEmpty();

      var admin = other.stranger();
      var answer = admin.login("admin", first);
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("location")).contains("/tonight");
      assertThat(admin.get("/tonight").headers().firstValue("location")).contains("/password");
      assertThat(admin.get("/api/v1/tonight").statusCode()).isEqualTo(403);

      assertThat(admin.changePassword(first, "short").body()).contains("12 characters or more");
      assertThat(admin.changePassword("wrong one", "my own password").statusCode()).isEqualTo(422);
      assertThat(admin.changePassword(first, first).body()).contains("the old one");
      assertThat(admin.changePassword(first, "my own password").statusCode()).isEqualTo(303);
      assertThat(admin.get("/tonight").statusCode()).isEqualTo(200);
      assertThat(other.stranger().login("admin", first).statusCode()).isEqualTo(401);
      assertThat(other.stranger().login("Admin ", "my own password").statusCode()).isEqualTo(303);
    }
  }

  @Test
  void keepsTheLoginInACookieThatScriptsAndOtherSitesDoNotGet() {
    console.access().accounts().add("cookie", Role.VIEWER, "test");
    var visit = console.stranger();
    var password = console.access().accounts().resetPassword("cookie", "test");

    var cookie = visit.login("cookie", password).headers().firstValue("set-cookie").orElseThrow();

    assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Secure");
    var token = visit.cookie().getValue();
    long stored =
        console
            .database()
            .read(h ->
                h.createQuery(
                        "SELECT count(*) FROM web_session WHERE encode(token, 'escape') LIKE '%' || :token || '%'")
                    .bind("token", token)
                    .mapTo(Long.class)
                    .one());
    assertThat(stored).as("only a digest is stored").isZero();
  }

  @Test
  void sendsCookiesOverTlsOnlyBehindAProxy() {
    try (var proxied = TestConsole.open(new Exposure("127.0.0.1", 0, Optional.empty(), true))) {
      var password = proxied.access().accounts().add("alice", Role.VIEWER, "test");
      var answer = proxied.stranger().login("alice", password);
      assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).contains("Secure");
      assertThat(answer.headers().firstValue("strict-transport-security")).isPresent();
    }
  }

  @Test
  void locksAnAccountAfterFiveWrongPasswordsForAQuarterOfAnHour() {
    try (var other = TestConsole.open(Duration.ZERO)) {
      other.person("bob", Role.VIEWER);
      var guesser = other.stranger();
      assertThat(guesser.login("bob", "guess number 1").body()).contains("lockout: 4.");
      for (int i = 2; i <= 5; i++) {
        assertThat(guesser.login("bob", "guess number " + i).statusCode()).isEqualTo(401);
      }
      var locked = guesser.login("bob", "a password of bob");
      assertThat(locked.statusCode()).isEqualTo(429);
      assertThat(locked.body())
          .contains("this account is locked until 2026-06-15 08:15:00 ET", "web users password");

      other.setTime("2026-06-15T12:15:00Z");
      assertThat(guesser.login("bob", "a password of bob").statusCode()).isEqualTo(303);
    }
  }

  @Test
  void locksAnAddressThatTriesManyAccounts() {
    try (var other = TestConsole.open(Duration.ZERO)) {
      var guesser = other.stranger();
      for (int i = 0; i < 20; i++) {
        assertThat(guesser.login("nobody-" + i, "guess").statusCode()).isEqualTo(401);
      }
      assertThat(guesser.login("somebody", "guess").body()).contains("this address is locked");
    }
  }

  @Test
  void refusesChangesWithoutTheTokenOfTheLoginAndFromOtherSites() {
    var alice = console.person("alice", Role.OPERATOR);

    var without = alice.post("/schedules/end-of-day/pause", Map.of());
    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(without.body()).contains("CSRF", "nothing was changed");
    var wrong =
        alice.post(
            "/schedules/end-of-day/pause",
            Map.of("csrf", console.person("carol", Role.OPERATOR).csrf()));
    assertThat(wrong.statusCode()).isEqualTo(403);
    var api = alice.request("/api/v1/schedules/end-of-day/pause");
    assertThat(alice.send(api.POST(HttpRequest.BodyPublishers.ofString("{}"))).statusCode())
        .isEqualTo(403);
    var elsewhere =
        alice
            .request("/login")
            .header("Sec-Fetch-Site", "cross-site")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("account=a&password=b"));
    assertThat(alice.send(elsewhere).statusCode()).isEqualTo(403);
    assertThat(console.schedules().find("end-of-day").paused()).isFalse();
  }

  @Test
  void letsViewersLookAndOperatorsAct() {
    var viewer = console.person("viewer", Role.VIEWER);
    var operator = console.person("operator", Role.OPERATOR);

    assertThat(viewer.get("/schedules").body())
        .contains("end-of-day")
        .doesNotContain("<button class=\"plain\" aria-label");
    var refused = viewer.submit("/schedules/correlations/pause", Map.of());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("this takes the role operator, and viewer is viewer");
    assertThat(viewer.get("/settings").statusCode()).isEqualTo(403);
    assertThat(viewer.get("/tonight").body()).doesNotContain("/settings");

    assertThat(operator.submit("/schedules/correlations/pause", Map.of()).statusCode())
        .isEqualTo(303);
    assertThat(console.schedules().find("correlations").paused()).isTrue();
    assertThat(operator.get("/audit?text=correlations").body())
        .contains("operator at the console", "schedules pause");
  }

  @Test
  void letsProgramsInByATokenWithNoMoreThanItsRole() {
    console.access().accounts().add("robot", Role.OPERATOR, "test");
    var token =
        console
            .access()
            .tokens()
            .create("ci", "robot", Role.VIEWER, Optional.of(Duration.ofDays(1)), "test");
    var program = console.stranger();

    var answer =
        program.send(program.request("/api/v1/loads").header("Authorization", "Bearer " + token));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"loads\":[");
    var change =
        program
            .request("/api/v1/schedules/etf-facts/pause")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody());
    var refused = program.send(change);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("robot by this token is viewer");
    assertThat(
            program
                .send(program.request("/tonight").header("Authorization", "Bearer " + token))
                .statusCode())
        .as("pages are for people")
        .isEqualTo(303);

    console.access().tokens().revoke("ci", "test");
    assertThat(
            program
                .send(program.request("/api/v1/loads").header("Authorization", "Bearer " + token))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void endsALoginByLogOutAndAllOfThemByANewPassword() {
    var dave = console.person("dave", Role.VIEWER);
    var elsewhere = console.stranger();
    elsewhere.login("dave", "a password of dave");
    assertThat(elsewhere.get("/tonight").statusCode()).isEqualTo(200);

    assertThat(dave.changePassword("a password of dave", "another secret of dave").statusCode())
        .isEqualTo(303);
    assertThat(dave.get("/tonight").statusCode()).isEqualTo(200);
    assertThat(elsewhere.get("/tonight").statusCode()).isEqualTo(303);

    dave.submit("/logout", Map.of());
    assertThat(dave.get("/tonight").statusCode()).isEqualTo(303);
  }

  @Test
  void goesOnlyToPagesOfItsOwnAfterTheLogin() {
    var password = console.access().accounts().add("erin", Role.VIEWER, "test");
    for (var evil : new String[] {"//evil.example", "https://evil.example", "/\\evil.example"}) {
      var visit = console.stranger();
      var answer =
          visit.post("/login", Map.of("account", "erin", "password", password, "next", evil));
      assertThat(answer.headers().firstValue("location")).contains("/tonight");
    }
  }

  @Test
  void servesOverTlsOfItsOwn(@TempDir Path folder) throws Exception {
    var store = folder.resolve("console.p12");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "console",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "of the store")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    var trusted = KeyStore.getInstance(store.toFile(), "of the store".toCharArray());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    var exposure =
        new Exposure("127.0.0.1", 0, Optional.of(new Exposure.Tls(store, "of the store")), false);
    assertThat(exposure.toString()).doesNotContain("of the store");
    try (var secure = TestConsole.open(exposure);
        var client = HttpClient.newBuilder().sslContext(tls).build()) {
      var password = secure.access().accounts().add("alice", Role.VIEWER, "test");
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + secure.port() + "/login"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString("account=alice&password=" + password))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(303);
      assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).contains("Secure");
    }
  }
}
