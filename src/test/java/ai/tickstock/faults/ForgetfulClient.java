package ai.tickstock.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands before the vendor and takes the way to the next page out of each answer: what a client
/// gets that never asks for the last page.
final class ForgetfulClient implements AutoCloseable {
  private final URI vendor;
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger forgotten = new AtomicInteger();

  private ForgetfulClient(URI vendor, HttpServer server) {
    this.vendor = vendor;
    this.server = server;
  }

  static ForgetfulClient before(URI vendor) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
      var client = new ForgetfulClient(vendor, server);
      server.createContext("/", client::answer);
      server.setExecutor(client.threads);
      server.start();
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Ways to next pages that were taken out.
  int forgotten() {
    return forgotten.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = HttpRequest.newBuilder(vendor.resolve(exchange.getRequestURI().toString()));
      var key = exchange.getRequestHeaders().getFirst("Authorization");
      if (key != null) {
        request.header("Authorization", key);
      }
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var body = response.body().replaceAll(",\"next_url\":\"[^\"]*\"", "");
      if (body.length() < response.body().length()) {
        forgotten.incrementAndGet();
      }
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(response.statusCode(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
  }
}
