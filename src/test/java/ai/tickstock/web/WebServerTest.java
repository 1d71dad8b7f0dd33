package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.jobs.JobProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Health and metrics over real HTTP.
class WebServerTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Database database = TestPostgres.migrated();
  private final HttpClient client = HttpClient.newHttpClient();
  private Instant now = Instant.parse("2026-11-20T12:00:00Z");
  private JobProcess process;
  private WebServer server;

  @BeforeEach
  void start() {
    process = JobProcess.register(database, "host pid 1", () -> now);
    var health = new Health(database, process, Optional.empty(), () -> now, LEASE);
    server =
        WebServer.start(
            Exposure.local(0),
            database,
            new LinkedHashMap<>(Map.of("version", "1.2.3")),
            health::report,
            () -> 1.5,
            () -> 2,
            Optional.empty());
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
    database.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void isReadyWhileItsSignsOfLifeArrive() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    var ready = get("/health/ready");
    assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    assertThat(ready.body()).contains("\"status\":\"ready\"", "host pid 1", "heartbeat");

    now = now.plusSeconds(75);
    var silent = get("/health/ready");
    assertThat(silent.statusCode()).isEqualTo(503);
    assertThat(silent.body()).contains("\"reasons\":[\"heartbeat: the last one was 75 s ago\"]");
  }

  @Test
  void isNotReadyWhenOthersTookOver() throws Exception {
    process.leave(database);

    assertThat(get("/health/ready").body()).contains("others took over its work");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyWithoutItsDatabase() throws Exception {
    database.close();

    var ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("database: ");
  }

  @Test
  void tellsFiguresInTheFormOfPrometheus() throws Exception {
    database.useTransaction(h ->
        h.execute(
            """
            INSERT INTO job_run (schedule, job, exchange, session, due, state, started_at, finished_at, process)
            VALUES ('eod', 'end-of-day', 'XNYS', '2026-11-19', now(), 'done', now(), to_timestamp(1700000000), 'p')
            """));

    var metrics = get("/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("content-type").orElseThrow()).contains("text/plain");
    assertThat(metrics.body())
        .contains(
            "tickstock_job_runs_total{exchange=\"XNYS\",job=\"end-of-day\",state=\"done\"} 1.0",
            "tickstock_job_last_success_timestamp_seconds{exchange=\"XNYS\",job=\"end-of-day\"} 1.7E9",
            "tickstock_load_calls_total 0.0",
            "tickstock_processes 1.0",
            "tickstock_vendor_limit_wait_seconds_total 1.5",
            "tickstock_load_runs_in_hand 2.0",
            "jvm_memory_used_bytes");
  }

  @Test
  void saysThatAPortIsTaken() {
    assertThatThrownBy(() ->
            WebServer.start(
                Exposure.local(server.port()),
                database,
                new LinkedHashMap<>(),
                () -> null,
                () -> 0,
                () -> 0,
                Optional.empty()))
        .hasMessageContaining("127.0.0.1:" + server.port() + ": the port is in use");
  }
}
