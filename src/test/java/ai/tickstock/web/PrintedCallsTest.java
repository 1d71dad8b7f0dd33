package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.access.Role;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The calls at the feet of pages, sent as they are printed.
class PrintedCallsTest {
  private static final Pattern CALL =
      Pattern.compile(
          "curl -X POST -H \"Authorization: Bearer \\$TICKSTOCK_TOKEN\"(?: -d '([^']*)')?"
              + " '?http://127\\.0\\.0\\.1:[0-9]+(/api/v1/[^'<\\s]+)");

  private static TestConsole console;
  private static Visit admin;

  @BeforeAll
  static void open() {
    console = TestConsole.open(Duration.ZERO);
    admin = console.person("admin", Role.ADMIN);
    admin.load("{\"symbols\": \"AAPL\", \"months\": 1}");
  }

  @AfterAll
  static void close() {
    console.close();
  }

  private record Call(String body, String path) {}

  private static List<Call> printed(String page) {
    var text =
        admin
            .get(page)
            .body()
            .replace("&#34;", "\"")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
    var calls = new ArrayList<Call>();
    var found = CALL.matcher(text);
    while (found.find()) {
      calls.add(new Call(found.group(1) == null ? "" : found.group(1), found.group(2)));
    }
    return calls;
  }

  private static HttpResponse<String> send(Call call) {
    return admin.tell(call.path().replaceAll("/(ID|NAME|KEY)(?=/|$)", "/1"), call.body());
  }

  @Test
  void everyCallCarriesWhatItsDeedNeeds() {
    var sent = new TreeSet<String>();
    for (var query : console.routes().queries()) {
      var page =
          query
              .path()
              .replace("{key}", "dev_etfs")
              .replace("{symbol}", "AAPL")
              .replace("{id}", "1");
      if (!page.contains("{")) {
        for (var call : printed(page)) {
          var answer = send(call);
          sent.add(call.path());
          assertThat(answer.body())
              .as(page + ": " + call)
              .doesNotContain(
                  "missing", "say what to load", "say for which dates", "unknown:", "no JSON");
        }
      }
    }
    assertThat(sent).hasSizeGreaterThan(15);
  }

  @Test
  void theCallThatStartsALoadStartsOne() {
    var call = printed("/loads").stream().filter(one -> one.path().endsWith("/loads")).findFirst();
    assertThat(call)
        .contains(new Call("{\"universe\": \"dev_etfs\", \"months\": 1}", "/api/v1/loads"));
    assertThat(send(call.orElseThrow()).statusCode()).isEqualTo(200);
  }

  @Test
  void whatThePageWasAskedStandsInTheCall() {
    assertThat(printed("/universes/dev_etfs/rule?rule=etfs%3B%20aum%20%3E%3D%201e9"))
        .contains(
            new Call(
                "{\"rule\": \"etfs; aum >= 1e9\", \"reason\": \"…\"}",
                "/api/v1/universes/dev_etfs/rule"));
  }

  @Test
  void theCallThatAcceptsSessionsAcceptsThoseOfThePage() {
    var page = "/symbols/AAPL/sessions?from=2026-01-05&to=2026-01-09&interval=day";
    var call = printed(page).stream().filter(one -> one.path().endsWith("/accept")).findFirst();
    assertThat(call)
        .contains(
            new Call(
                "{\"from\": \"2026-01-05\", \"to\": \"2026-01-09\", \"interval\": \"day\","
                    + " \"reason\": \"…\"}",
                "/api/v1/symbols/AAPL/sessions/accept"));
    assertThat(admin.get(page).body())
        .contains(
            "tickstock coverage accept AAPL --from 2026-01-05 --to 2026-01-09 --interval day"
                + " --reason TEXT");
    assertThat(send(call.orElseThrow()).body())
        .contains("\"first\":\"2026-01-05\",\"last\":\"2026-01-09\"");
  }
}
