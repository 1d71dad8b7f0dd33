package ai.tickstock.web;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser without scripts: keeps cookies, reads the token of forms.
final class Visit {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final String address;

  Visit(int port) {
    this.address = "http://127.0.0.1:" + port;
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> login(String account, String password) {
    return post("/login", Map.of("account", account, "password", password));
  }

  HttpResponse<String> changePassword(String old, String wanted) {
    return submit("/password", Map.of("old", old, "wanted", wanted, "again", wanted));
  }

  /// As a form of ours does it.
  HttpResponse<String> submit(String path, Map<String, String> fields) {
    var all = new HashMap<>(fields);
    all.put("csrf", csrf());
    return post(path, all);
  }

  /// What the forms of this login repeat.
  String csrf() {
    var found = CSRF.matcher(get("/password").body());
    return found.find() ? found.group(1) : "";
  }

  HttpResponse<String> post(String path, Map<String, String> fields) {
    return send(form(path, fields));
  }

  HttpRequest.Builder form(String path, Map<String, String> fields) {
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                fields.entrySet().stream()
                    .map(one -> coded(one.getKey()) + "=" + coded(one.getValue()))
                    .collect(Collectors.joining("&"))));
  }

  /// An answer of the API.
  JsonNode json(String path) {
    var answer = get(path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /// Tells the API to do something, as a page's script would.
  ///
  /// @param body a JSON object
  HttpResponse<String> tell(String path, String body) {
    return send(
        request(path)
            .header("X-CSRF-Token", csrf())
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// Starts a load and waits until it is over.
  ///
  /// @param fields a JSON object
  /// @return its number
  int load(String fields) {
    var answer = tell("/api/v1/loads", fields);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    int load = prepared(JSON.readTree(answer.body()).get("number").asInt()).get("load").asInt();
    await().atMost(PATIENCE).until(() -> json("/api/v1/loads/" + load).get("is_over").asBoolean());
    return load;
  }

  /// What became of a load that was prepared.
  JsonNode prepared(int number) {
    var path = "/api/v1/loads/starting/" + number;
    await().atMost(PATIENCE).until(() -> !json(path).get("state").asString().equals("preparing"));
    return json(path);
  }

  static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  HttpCookie cookie() {
    return cookies.getCookieStore().getCookies().getFirst();
  }
}
