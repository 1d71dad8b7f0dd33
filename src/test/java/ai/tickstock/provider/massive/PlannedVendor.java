package ai.tickstock.provider.massive;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A vendor on loopback with a plan: answers each endpoint with one row, and bars as far back as
/// the plan reaches.
final class PlannedVendor implements AutoCloseable {
  private static final LocalDate OLDEST = LocalDate.parse("2003-09-10");

  /// What happens to a range that begins before the plan's history.
  enum AtEdge {
    LEAVES_OUT,
    REFUSES
  }

  private final Instant now;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private volatile Optional<LocalDate> firstServed = Optional.empty();
  private volatile AtEdge atEdge = AtEdge.LEAVES_OUT;
  private volatile List<String> refused = List.of();
  private volatile List<String> missing = List.of();
  private volatile String status = "OK";
  private volatile Optional<Instant> newestMinute = Optional.empty();
  private volatile boolean refusesKey;
  private volatile boolean tooManyOnce;

  PlannedVendor(Instant now) {
    this.now = now;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  MassiveSettings settings() {
    return MassiveSettings.of(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        new ApiKey(ScriptedVendor.KEY));
  }

  void history(Optional<LocalDate> first, AtEdge behaviour) {
    firstServed = first;
    atEdge = behaviour;
  }

  void refuse(String... paths) {
    refused = List.of(paths);
  }

  void missing(String... paths) {
    missing = List.of(paths);
  }

  void status(String word) {
    status = word;
  }

  void newestMinute(Instant start) {
    newestMinute = Optional.of(start);
  }

  void refuseTheKey() {
    refusesKey = true;
  }

  void tooManyCallsOnce() {
    tooManyOnce = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      if (refusesKey) {
        send(exchange, 401, "{\"status\":\"ERROR\",\"error\":\"Unknown API Key\"}");
      } else if (tooManyOnce) {
        tooManyOnce = false;
        send(exchange, 429, "");
      } else if (missing.stream().anyMatch(path::startsWith)) {
        send(exchange, 404, "404 page not found");
      } else if (refused.stream().anyMatch(path::startsWith)) {
        refuse(exchange, "You are not entitled to this data. Please upgrade your plan.");
      } else if (path.contains("/range/1/")) {
        bars(exchange, path);
      } else {
        send(exchange, 200, row(path));
      }
    }
  }

  private void bars(HttpExchange exchange, String path) throws IOException {
    var parts = path.split("/", -1);
    var from = LocalDate.parse(parts[8]);
    var to = LocalDate.parse(parts[9]);
    var today = LocalDate.ofInstant(now, Bar.NEW_YORK);
    if (parts[7].equals("minute") && from.equals(today)) {
      send(
          exchange,
          200,
          newestMinute.map(start -> envelope(bar(start))).orElseGet(() -> envelope("")));
      return;
    }
    var first = firstServed.orElse(LocalDate.MIN);
    if (to.isBefore(first) || atEdge == AtEdge.REFUSES && from.isBefore(first)) {
      refuse(exchange, "Your plan doesn't include this data timeframe.");
      return;
    }
    var begin = from;
    for (var other : List.of(first, OLDEST)) {
      begin = other.isAfter(begin) ? other : begin;
    }
    var sessions =
        begin.isAfter(to)
            ? List.<String>of()
            : TradingCalendar.nyse().sessions(new DateRange(begin, to)).stream()
                .map(session -> bar(Bar.startOfSession(session.date())))
                .limit(1)
                .toList();
    send(exchange, 200, envelope(String.join(",", sessions)));
  }

  private static String bar(Instant start) {
    return "{\"v\":1,\"o\":2,\"h\":2,\"l\":2,\"c\":2,\"t\":" + start.toEpochMilli() + "}";
  }

  private String envelope(String rows) {
    return "{\"ticker\":\"SPY\",\"status\":\"" + status + "\",\"results\":[" + rows + "]}";
  }

  private String row(String path) {
    if (path.startsWith("/v1/marketstatus")) {
      return "{\"market\":\"open\",\"serverTime\":\"2026-11-20T10:00:00-05:00\"}";
    }
    if (path.startsWith("/v2/snapshot")) {
      return "{\"status\":\"OK\",\"ticker\":{\"ticker\":\"SPY\",\"fmv\":2.5}}";
    }
    if (path.startsWith("/v3/snapshot")) {
      return "{\"status\":\"OK\",\"results\":[{\"ticker\":\"SPY\",\"timeframe\":\"REAL-TIME\"}]}";
    }
    return "{\"status\":\"" + status + "\",\"results\":[{\"T\":\"SPY\",\"ticker\":\"SPY\"}]}";
  }

  private static void refuse(HttpExchange exchange, String words) throws IOException {
    send(exchange, 403, "{\"status\":\"NOT_AUTHORIZED\",\"message\":\"" + words + "\"}");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
