package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.access.IdentityProvider;
import ai.tickstock.access.Role;
import ai.tickstock.web.TestIdentityProvider.Mistake;
import ai.tickstock.web.TestIdentityProvider.Person;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Logins by an OpenID Connect provider that the test starts.
class ProviderLoginTest {
  private static TestIdentityProvider provider;
  private static TestConsole console;

  @BeforeAll
  static void open() {
    provider = new TestIdentityProvider();
    console =
        TestConsole.open(
            new IdentityProvider(
                new IdentityProvider.Client(
                    provider.issuer(),
                    TestIdentityProvider.CLIENT,
                    Optional.of(TestIdentityProvider.SECRET),
                    List.of("openid", "profile"),
                    "realm_access.roles",
                    Map.of(
                        "desk-admins", Role.ADMIN,
                        "desk", Role.OPERATOR,
                        "staff", Role.VIEWER))));
  }

  @AfterAll
  static void close() {
    console.close();
    provider.close();
  }

  @BeforeEach
  void makeNoMistake() {
    provider.make(Mistake.NONE);
    provider.letNobodyIn(false);
  }

  /// Where the provider sends a browser back to.
  private static String there(String address) {
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
      var back = URI.create(answer.headers().firstValue("location").orElseThrow());
      assertThat(back.getPort()).isEqualTo(console.port());
      return back.getRawPath() + "?" + back.getRawQuery();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String begin(Visit visit, String next) {
    var begun = visit.get("/login/provider?next=" + Visit.coded(next));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
    return begun.headers().firstValue("location").orElseThrow();
  }

  private static HttpResponse<String> login(Visit visit, String next) {
    return visit.get(there(begin(visit, next)));
  }

  @Test
  void letsSomebodyInWithTheHighestOfItsRoles() {
    provider.present(new Person("u-1", "Alice.Miller@example.com", List.of("staff", "desk", "x")));
    var alice = console.stranger();
    assertThat(alice.get("/login?next=/loads").body())
        .contains("href=\"/login/provider?next=%2Floads\"", "Log in with 127.0.0.1", "Password");

    var in = login(alice, "/loads?limit=3");

    assertThat(in.statusCode()).as(in.body()).isEqualTo(303);
    assertThat(in.headers().firstValue("location")).contains("/loads?limit=3");
    assertThat(in.headers().allValues("set-cookie"))
        .anyMatch(one -> one.startsWith("tickstock_login=") && one.contains("HttpOnly"))
        .allMatch(one -> one.contains("SameSite=Lax"));
    assertThat(alice.get("/loads").body()).contains("oidc.alice.miller", "operator");
    assertThat(alice.get("/loads/new").statusCode()).isEqualTo(200);
    assertThat(alice.get("/listings/join").statusCode()).as("not an admin").isEqualTo(403);
    assertThat(alice.submit("/schedules/etf-facts/pause", Map.of()).statusCode()).isEqualTo(303);
    assertThat(console.access().accounts().list())
        .anyMatch(one ->
            one.name().equals("oidc.alice.miller")
                && one.issuer().equals(Optional.of(provider.issuer().toString())));
    var admin = console.person("audit", Role.ADMIN);
    assertThat(admin.get("/audit?text=alice").body())
        .contains("operator by " + provider.issuer(), "oidc.alice.miller at the console");
  }

  @Test
  void takesTheRoleOfEachLoginAndKnowsSomebodyUnderAnotherName() {
    provider.present(new Person("u-2", "bob", List.of("desk-admins")));
    var first = console.stranger();
    login(first, "");
    assertThat(first.get("/listings/join").statusCode()).isEqualTo(200);

    provider.present(new Person("u-2", "robert", List.of("staff")));
    var second = console.stranger();
    login(second, "");

    assertThat(second.get("/tonight").body()).contains("oidc.bob", "viewer");
    assertThat(first.get("/listings/join").statusCode()).as("at once everywhere").isEqualTo(403);
    provider.present(new Person("u-3", "bob", List.of("staff")));
    var namesake = console.stranger();
    login(namesake, "");
    assertThat(namesake.get("/tonight").body()).contains("oidc.bob-2");
  }

  @Test
  void isNotTakenForAnAccountOfOurs() {
    console.person("root", Role.ADMIN);
    provider.present(new Person("u-4", "root", List.of("staff")));
    var visit = console.stranger();
    login(visit, "");

    assertThat(visit.get("/tonight").body()).contains("oidc.root", "viewer");
    assertThat(console.stranger().login("root", "a password of root").statusCode())
        .as("passwords stay")
        .isEqualTo(303);
    assertThat(console.stranger().login("oidc.root", "").statusCode()).isEqualTo(401);
    assertThat(console.stranger().login("oidc.root", "a password of root").statusCode())
        .isEqualTo(401);
    assertThat(visit.changePassword("", "a password of mine").body()).contains("are there");
  }

  @Test
  void letsNobodyInWhoHasNoRoleHere() {
    provider.present(new Person("u-5", "carl", List.of("kitchen")));
    var carl = console.stranger();

    var refused = login(carl, "");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("none of your roles there is one here");
    assertThat(carl.get("/tonight").statusCode()).isEqualTo(303);
    assertThat(console.access().accounts().list()).noneMatch(one -> one.name().contains("carl"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void refusesATokenThatProvesNothing(Mistake mistake) {
    provider.present(new Person("u-6", "dora", List.of("desk-admins")));
    provider.make(mistake);
    var dora = console.stranger();

    var refused = login(dora, "");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("proves nothing").doesNotContain("tickstock_login");
    assertThat(dora.get("/tonight").headers().firstValue("location").orElseThrow())
        .startsWith("/login");
    assertThat(console.access().accounts().list()).noneMatch(one -> one.name().contains("dora"));
  }

  @Test
  void refusesAnAnswerThatThisBrowserDidNotAskFor() {
    provider.present(new Person("u-7", "eve", List.of("desk-admins")));
    var eve = console.stranger();
    var back = there(begin(eve, ""));

    var victim = console.stranger();
    assertThat(victim.get(back).statusCode()).as("no attempt").isEqualTo(400);
    begin(victim, "");
    var other = victim.get(back);
    assertThat(other.statusCode()).as("another attempt").isEqualTo(403);
    assertThat(other.body()).contains("not begun in this browser");

    var forged = there(begin(eve, "")).replaceAll("state=[^&]+", "state=forged");
    assertThat(eve.get(forged).statusCode()).isEqualTo(403);
    var good = there(begin(eve, ""));
    assertThat(eve.get(good).statusCode()).isEqualTo(303);
    assertThat(eve.get(good).statusCode()).as("the same once more").isEqualTo(400);
    assertThat(eve.get("/login/provider/back?code=%00%27").statusCode()).isEqualTo(400);
    begin(eve, "");
    assertThat(eve.get("/login/provider/back?code=%00%27").statusCode()).isEqualTo(403);
  }

  @Test
  void leadsToNoOtherPlaceAfterwards() {
    provider.present(new Person("u-8", "fred", List.of("staff")));
    for (var evil : List.of("https://evil.example/", "//evil.example", "/\\evil.example")) {
      assertThat(login(console.stranger(), evil).headers().firstValue("location"))
          .contains("/tonight");
    }
  }

  @Test
  void saysWhatTheProviderSaidWhenItLetsNobodyIn() {
    provider.letNobodyIn(true);
    var refused = login(console.stranger(), "");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("access_denied");
  }

  @Test
  void goesOnWithPasswordsWhileTheProviderIsAway() {
    var away = new TestIdentityProvider();
    away.close();
    try (var other =
        TestConsole.open(
            new IdentityProvider(
                new IdentityProvider.Client(
                    away.issuer(),
                    "x",
                    Optional.empty(),
                    List.of("openid"),
                    "roles",
                    Map.of("a", Role.VIEWER))))) {
      var visit = other.stranger();
      var refused = visit.get("/login/provider");
      assertThat(refused.statusCode()).isEqualTo(502);
      assertThat(refused.body()).contains("cannot be asked just now", "Password");
      assertThat(other.person("gina", Role.VIEWER).get("/tonight").statusCode()).isEqualTo(200);
    }
  }
}
