package ai.tickstock.web;

import ai.tickstock.database.Database;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Serves `/health/live`, `/health/ready` and `/metrics`, and the console where there is one.
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin server;
  private final Optional<Console> console;

  private WebServer(Javalin server, Optional<Console> console) {
    this.server = server;
    this.console = console;
  }

  /// @param build version and what it was built from
  /// @param health asked at each look
  /// @param waitedSeconds how long this process has waited for the vendor's limit
  /// @param runsInHand loads on which this process works
  /// @param console empty: only health and metrics
  /// @throws IllegalArgumentException if nothing can be served there
  public static WebServer start(
      Exposure exposure,
      Database database,
      SequencedMap<String, String> build,
      Supplier<Health.Report> health,
      DoubleSupplier waitedSeconds,
      DoubleSupplier runsInHand,
      Optional<Console> console) {
    var metrics = new Metrics(new WorkFigures(database), waitedSeconds, runsInHand);
    var server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.router.treatMultipleSlashesAsSingleSlash = false;
          config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
          exposure.tls().ifPresent(tls -> listenWith(config, exposure, tls));
          config.routes.get(
              "/health/live", context -> json(context, "alive", new LinkedHashMap<>(build)));
          config.routes.get("/health/ready", context -> ready(context, build, health.get()));
          config.routes.get("/metrics", context -> metrics(context, metrics));
          console.ifPresent(pages -> pages.register(config.routes));
        });
    try {
      return new WebServer(
          exposure.tls().isPresent()
              ? server.start()
              : server.start(exposure.bind(), exposure.port()),
          console);
    } catch (JavalinBindException e) {
      throw new IllegalArgumentException(
          "cannot serve HTTP at "
              + exposure.bind()
              + ":"
              + exposure.port()
              + ": the port is in use, or the address is not of this machine; give another --port"
              + " or --bind",
          e);
    }
  }

  private static void listenWith(JavalinConfig config, Exposure exposure, Exposure.Tls tls) {
    config.jetty.addConnector((jetty, http) -> {
      var certificate = new SslContextFactory.Server();
      certificate.setKeyStoreType("PKCS12");
      certificate.setKeyStorePath(tls.keyStore().toString());
      certificate.setKeyStorePassword(tls.password());
      var secure = new HttpConfiguration(http);
      secure.addCustomizer(new SecureRequestCustomizer(false));
      var connector =
          new ServerConnector(
              jetty,
              new SslConnectionFactory(certificate, "http/1.1"),
              new HttpConnectionFactory(secure));
      connector.setHost(exposure.bind());
      connector.setPort(exposure.port());
      return connector;
    });
  }

  /// The one that was given, or found.
  public int port() {
    return server.port();
  }

  /// The paths of all routes.
  List<String> paths() {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(one -> one.endpoint.path)
        .toList();
  }

  private static void ready(
      Context context, SequencedMap<String, String> build, Health.Report report) {
    var body = new LinkedHashMap<String, Object>(build);
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
    console.ifPresent(Console::close);
    server.stop();
  }
}
