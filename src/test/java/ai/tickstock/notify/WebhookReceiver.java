package ai.tickstock.notify;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Takes what would go to Slack, with the answer that the test wants.
public final class WebhookReceiver implements AutoCloseable {
  public static final String SECRET_PATH = "/services/T000/B000/hush-hush-path";

  private final HttpServer server;
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String retryAfter = "";

  private WebhookReceiver(HttpServer server) {
    this.server = server;
  }

  public static WebhookReceiver start(int port) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
      var receiver = new WebhookReceiver(server);
      server.createContext(
          SECRET_PATH,
          exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (receiver.status == 200) {
              receiver.accepted.add(body);
            }
            if (!receiver.retryAfter.isEmpty()) {
              exchange.getResponseHeaders().add("Retry-After", receiver.retryAfter);
            }
            var answer = ("said to " + SECRET_PATH).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(receiver.status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SlackWebhook webhook(int port) {
    return new SlackWebhook(URI.create("http://127.0.0.1:" + port + SECRET_PATH));
  }

  void answers(int other, String waitSeconds) {
    status = other;
    retryAfter = waitSeconds;
  }

  /// Bodies that were accepted.
  public List<String> accepted() {
    return List.copyOf(accepted);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
