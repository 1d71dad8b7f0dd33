package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Market;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// The vendor on the other side of HTTP. Started, it answers until it is closed; any number of
/// calls at once.
public final class SimulatorServer implements AutoCloseable {
  private static final int BACKLOG = 256;
  private final SimulatorOptions options;
  private final FaultBook book;
  private final CallStats stats;
  private final SimulatedClock clock;
  private final HttpServer server;
  private final ExecutorService workers;

  private SimulatorServer(SimulatorOptions options, HttpServer server, ExecutorService workers) {
    this.options = options;
    this.server = server;
    this.workers = workers;
    book = new FaultBook(options.faults());
    stats = new CallStats();
    clock = new SimulatedClock(options.clock(), options.calendar().known());
    options.startAt().ifPresent(clock::set);
  }

  /// Listens and answers when this returns.
  ///
  /// @throws UncheckedIOException if the port is taken
  public static SimulatorServer start(SimulatorOptions options) {
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    try {
      var address = new InetSocketAddress(options.bind(), options.port());
      var http = HttpServer.create(address, BACKLOG);
      var simulator =
          new SimulatorServer(options, http, Executors.newVirtualThreadPerTaskExecutor());
      simulator.listen();
      return simulator;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the simulator cannot listen on "
              + options.bind()
              + ":"
              + options.port()
              + "; choose another port, or 0 for any free one",
          e);
    }
  }

  private void listen() {
    var vendor = new Vendor(options, book, stats, clock);
    var bucket = new FlatFileBucket(options, book, stats, clock);
    var admin = new AdminEndpoints(options.market(), book, stats, clock);
    var wire = new Wire(options.latency());
    server.setExecutor(workers);
    var truth = new Truth(options.market(), options.calendar(), book);
    server.createContext("/", exchange -> answer(exchange, vendor, bucket, admin, truth, wire));
    server.start();
  }

  private static void answer(
      HttpExchange exchange,
      Vendor vendor,
      FlatFileBucket bucket,
      AdminEndpoints admin,
      Truth truth,
      Wire wire)
      throws IOException {
    try (exchange) {
      var stored = S3Request.of(exchange);
      var path = exchange.getRequestURI().getRawPath();
      if (path.equals("/_sim/truth") && exchange.getRequestMethod().equals("GET")) {
        tell(exchange, truth, wire);
      } else if (path.startsWith("/_sim/")) {
        var body = exchange.getRequestBody().readAllBytes();
        wire.send(exchange, admin.answer(exchange.getRequestMethod(), path, body));
      } else if (FlatFileBucket.isFor(stored)) {
        wire.send(exchange, stored, bucket.answer(stored));
      } else if (!exchange.getRequestMethod().equals("GET")) {
        wire.send(exchange, Reply.text(405, "text/plain", "405 method not allowed"));
      } else {
        var query = exchange.getRequestURI().getRawQuery();
        wire.send(
            exchange,
            vendor.answer(
                path, query == null ? "" : query, Wire.bearer(exchange), Wire.base(exchange)));
      }
    }
  }

  private static void tell(HttpExchange exchange, Truth truth, Wire wire) throws IOException {
    var query = exchange.getRequestURI().getRawQuery();
    TruthQuery asked;
    try {
      asked = TruthQuery.of(Call.query(query == null ? "" : query));
    } catch (IllegalArgumentException e) {
      wire.send(exchange, Reply.error(400, "admin", String.valueOf(e.getMessage())));
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    var body = new BufferedOutputStream(exchange.getResponseBody());
    truth.write(asked, body);
    body.flush();
  }

  /// Writes the answer key of a simulator that is started with these options: every event that the
  /// market plants, and the defects of the options' faults.
  ///
  /// @throws UncheckedIOException if the file cannot be written
  public static void writeTruth(SimulatorOptions options, Path file) {
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new Truth(options.market(), options.calendar(), new FaultBook(options.faults()))
          .write(TruthQuery.ALL, out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the answer key " + file, e);
    }
  }

  /// Where it listens, for example `http://127.0.0.1:40123`, without a slash at the end.
  public URI uri() {
    return URI.create("http://" + options.bind() + ":" + server.getAddress().getPort());
  }

  /// What is true, to compare with.
  public Market market() {
    return options.market();
  }

  /// The simulated now, to be driven.
  public SimulatedClock clock() {
    return clock;
  }

  /// Switches other faults on in place of those before; none for an empty list.
  public void faults(List<FaultRule> rules) {
    book.replace(rules);
  }

  /// The sessions of a ticker whose bars the faults in force leave out of an answer, ascending.
  public List<LocalDate> hidden(String ticker, DateRange range, BarAnswer answer) {
    return options.market().history(ticker, range).stream()
        .map(DayBar::session)
        .filter(session -> book.hides(ticker, session, answer))
        .toList();
  }

  /// The minutes of a ticker and session that the faults in force leave out of answers, ascending.
  public List<Instant> hiddenMinutes(String ticker, LocalDate session) {
    var rows = options.market().minutes(ticker, session);
    return IntStream.range(0, rows.size())
        .mapToLong(rows::startMillis)
        .filter(start -> book.hides(ticker, start))
        .mapToObj(Instant::ofEpochMilli)
        .toList();
  }

  /// What the rules in force correct of a ticker's bars, whether it is out yet or not, ascending.
  public List<Correction> corrections(String ticker, DateRange range) {
    var corrections =
        new Corrections(
            book.rules().stream().filter(r -> r.kind() == FaultKind.REVISED_BARS).toList(),
            options.calendar());
    return options.market().history(ticker, range).stream()
        .flatMap(bar -> corrections.of(bar).stream())
        .toList();
  }

  /// Calls answered so far, all endpoints together.
  public long calls() {
    return stats.endpoints().values().stream().mapToLong(Long::longValue).sum();
  }

  /// Stops listening; calls under way are cut.
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    workers.close();
  }
}
