package ai.tickstock.web;

import ai.tickstock.database.Database;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Serves `/health/live`, `/health/ready` and `/metrics`.
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin server;

  private WebServer(Javalin server) {
    this.server = server;
  }

  /// @param port 0: a free one
  /// @param health asked at each look
  /// @param waitedSeconds how long this process has waited for the vendor's limit
  /// @param runsInHand loads on which this process works
  /// @throws IllegalArgumentException if nothing can be served there
  public static WebServer start(
      String bind,
      int port,
      Database database,
      Supplier<Health.Report> health,
      DoubleSupplier waitedSeconds,
      DoubleSupplier runsInHand) {
    var metrics = new Metrics(new WorkFigures(database), waitedSeconds, runsInHand);
    var server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.routes.get(
              "/health/live", context -> json(context, "alive", new LinkedHashMap<>()));
          config.routes.get("/health/ready", context -> ready(context, health.get()));
          config.routes.get("/metrics", context -> metrics(context, metrics));
        });
    try {
      return new WebServer(server.start(bind, port));
    } catch (JavalinBindException e) {
      throw new IllegalArgumentException(
          "cannot serve HTTP at "
              + bind
              + ":"
              + port
              + ": the port is in use, or the address is not of this machine; give another --port"
              + " or --bind",
          e);
    }
  }

  /// The one that was given, or found.
  public int port() {
    return server.port();
  }

  private static void ready(Context context, Health.Report report) {
    var body = new LinkedHashMap<String, Object>();
    if (!report.isReady()) {
      context.status(HttpStatus.SERVICE_UNAVAILABLE);
      body.put("reasons", report.reasons());
    }
    body.putAll(report.facts());
    json(context, report.isReady() ? "ready" : "not ready", body);
  }

  private static void json(Context context, String status, SequencedMap<String, Object> body) {
    body.putFirst("status", status);
    context.contentType("application/json").result(JSON.writeValueAsString(body) + "\n");
  }

  private static void metrics(Context context, Metrics metrics) {
    try {
      context.contentType(PROMETHEUS).result(metrics.text());
    } catch (RuntimeException e) {
      LOG.warn("no metrics error=\"{}\"", e.getMessage());
      context.status(HttpStatus.SERVICE_UNAVAILABLE).result(e.getMessage() + "\n");
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
