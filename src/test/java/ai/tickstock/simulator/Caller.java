package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running simulator, a settable clock, and somebody who calls it.
final class Caller implements AutoCloseable {
  final AtomicReference<Instant> now;
  final SimulatorServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private Caller(Market market, String now, UnaryOperator<SimulatorOptions> change) {
    this.now = new AtomicReference<>(Instant.parse(now));
    InstantSource clock = this.now::get;
    server =
        SimulatorServer.start(
            change.apply(SimulatorOptions.over(market, WeekdayCalendar.plain(), clock)));
  }

  static Caller of(Market market, String now) {
    return new Caller(market, now, o -> o);
  }

  static Caller of(Market market, String now, UnaryOperator<SimulatorOptions> change) {
    return new Caller(market, now, change);
  }

  HttpResponse<String> get(String pathAndQuery, String... headers) {
    return send(request(pathAndQuery, headers).GET().build());
  }

  HttpResponse<String> withKey(String pathAndQuery) {
    return get(pathAndQuery, "Authorization", "Bearer any");
  }

  /// The body with the request id blotted out.
  String body(String pathAndQuery) {
    return blotted(withKey(pathAndQuery).body());
  }

  static String blotted(String body) {
    return body.replaceAll("\"request_id\":\"[0-9a-f]{32}\"", "\"request_id\":\"R\"");
  }

  JsonNode json(String pathAndQuery) {
    return JsonMapper.shared().readTree(withKey(pathAndQuery).body());
  }

  /// The rows of all pages, following `next_url` as it stands.
  List<JsonNode> walk(String pathAndQuery) {
    var rows = new ArrayList<JsonNode>();
    var page = json(pathAndQuery);
    while (true) {
      page.path("results").forEach(rows::add);
      if (!page.has("next_url")) {
        return rows;
      }
      var next = URI.create(page.path("next_url").asString());
      page = json(next.getRawPath() + "?" + next.getRawQuery());
    }
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  HttpResponse<String> delete(String path) {
    return send(request(path).DELETE().build());
  }

  private HttpRequest.Builder request(String pathAndQuery, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(server.uri() + pathAndQuery));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<byte[]> bytes(String pathAndQuery, String... headers) {
    try {
      return client.send(
          request(pathAndQuery, headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
