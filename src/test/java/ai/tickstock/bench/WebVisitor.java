package ai.tickstock.bench;

import ai.tickstock.market.DateRange;
import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A `serve` in a process of its own, and an admin who is logged in to its console.
final class WebVisitor implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final String ACCOUNT = "bench";
  private static final String PASSWORD = "the password of the bench";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process serve;
  private final String address;
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private String csrf = "";
  private int lastLoad;

  private WebVisitor(Process serve, int port) {
    this.serve = serve;
    this.address = "http://127.0.0.1:" + port;
  }

  /// @param variables of the program's environment
  static WebVisitor start(BenchHome home, Map<String, String> variables)
      throws IOException, InterruptedException {
    var first =
        home.tickstock(variables, List.of("web", "users", "add", ACCOUNT, "--role", "admin"))
            .requireExit(0)
            .out()
            .strip();
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var process =
        home.start(variables, List.of("serve", "--port", String.valueOf(port), "--no-schedules"));
    var visitor = new WebVisitor(process, port);
    visitor.awaitReady();
    visitor.login(first);
    return visitor;
  }

  private void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && serve.isAlive()) {
      try {
        if (send(get("/health/ready")).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new BenchmarkFailed("'tickstock serve' was not ready within " + PATIENCE);
  }

  private void login(String first) throws IOException, InterruptedException {
    send(form("/login", Map.of("account", ACCOUNT, "password", first)));
    csrf = csrf();
    send(
        form(
            "/password",
            Map.of("old", first, "wanted", PASSWORD, "again", PASSWORD, "csrf", csrf)));
    csrf = csrf();
    if (send(get("/tonight")).statusCode() != 200) {
      throw new BenchmarkFailed("the login to the console was refused");
    }
  }

  private String csrf() throws IOException, InterruptedException {
    var found = CSRF.matcher(send(get("/password")).body());
    return found.find() ? found.group(1) : "";
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
  }

  private HttpRequest.Builder form(String path, Map<String, String> fields) {
    return get(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                fields.entrySet().stream()
                    .map(one ->
                        one.getKey()
                            + "="
                            + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(send(get(path)).body());
  }

  /// The paths that can be asked for, as the console describes them.
  List<String> described() throws IOException, InterruptedException {
    return json("/api/openapi.json").get("paths").properties().stream()
        .filter(path -> path.getValue().has("get"))
        .map(Map.Entry::getKey)
        .filter(path -> path.startsWith("/api/v1"))
        .toList();
  }

  /// @return seconds until all of the answer was here
  double ask(String path) throws IOException, InterruptedException {
    var request = get(path).build();
    long began = System.nanoTime();
    var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    double seconds = (System.nanoTime() - began) / 1e9;
    if (answer.statusCode() != 200) {
      throw new BenchmarkFailed(
          path
              + " answers "
              + answer.statusCode()
              + ": "
              + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return seconds;
  }

  int lastLoad() {
    return lastLoad;
  }

  /// Loads and waits for the end.
  ///
  /// @param viewers who look at it by server-sent events
  /// @return seconds from its creation to its end by the database's clock
  double load(List<String> tickers, DateRange range, int viewers)
      throws IOException, InterruptedException {
    var order =
        Map.of(
            "symbols",
            String.join(",", tickers),
            "from",
            range.first().toString(),
            "to",
            range.last().toString(),
            // Others stand still while the machine is busy.
            "priority",
            "critical");
    var started =
        send(
            get("/api/v1/loads")
                .header("X-CSRF-Token", csrf)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(order))));
    if (started.statusCode() != 200) {
      throw new BenchmarkFailed("the load was refused: " + started.body());
    }
    var facts = JSON.readTree(started.body());
    var number = facts.get("number").asInt();
    while (facts.get("state").asString().equals("preparing")) {
      TimeUnit.MILLISECONDS.sleep(50);
      facts = json("/api/v1/loads/starting/" + number);
    }
    lastLoad = facts.get("load").asInt();
    var path = "/api/v1/loads/" + lastLoad;
    var looking = new ArrayList<CompletableFuture<?>>();
    for (int i = 0; i < viewers; i++) {
      looking.add(
          client.sendAsync(get(path + "/events").build(), HttpResponse.BodyHandlers.discarding()));
    }
    var load = json(path);
    while (!load.get("is_over").asBoolean()) {
      TimeUnit.MILLISECONDS.sleep(100);
      load = json(path);
    }
    looking.forEach(viewer -> viewer.cancel(true));
    if (!load.get("state").asString().equals("complete")) {
      throw new BenchmarkFailed("load " + lastLoad + " ended " + load.get("state").asString());
    }
    return Duration.between(
                Instant.parse(load.get("created").asString()),
                Instant.parse(load.get("finished").asString()))
            .toNanos()
        / 1e9;
  }

  @Override
  public void close() {
    serve.destroy();
    try {
      if (!serve.waitFor(30, TimeUnit.SECONDS)) {
        serve.destroyForcibly();
      }
    } catch (InterruptedException e) {
      serve.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
