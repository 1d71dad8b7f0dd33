package ai.tickstock.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// Sends replies: headers, compression when asked for, and the faults that are about bytes.
final class Wire {
  private static final int WORTH_COMPRESSING = 1024;
  private static final int PIECES = 10;
  private final Duration latency;

  /// @param latency before every answer of the vendor
  Wire(Duration latency) {
    this.latency = latency;
  }

  /// The key of the `Authorization` header.
  static Optional<String> bearer(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
        .filter(h -> h.startsWith("Bearer "))
        .map(h -> h.substring("Bearer ".length()).strip());
  }

  /// The address under which the caller reached us.
  static String base(HttpExchange exchange) {
    var host = exchange.getRequestHeaders().getFirst("Host");
    return "http://" + (host == null ? "127.0.0.1:" + exchange.getLocalAddress().getPort() : host);
  }

  void send(HttpExchange exchange, Reply reply) throws IOException {
    var body = head(exchange, reply);
    exchange.sendResponseHeaders(reply.status(), body.size() == 0 ? -1 : body.size());
    body.writeTo(exchange.getResponseBody());
  }

  void send(HttpExchange exchange, Vendor.Answered answered) throws IOException {
    var faults = answered.faults();
    pause(latency.toMillis() + faults.of(FaultKind.LATENCY).map(FaultRule::delayMillis).orElse(0));
    var reply = answered.reply();
    if (faults.has(FaultKind.BAD_JSON) && reply.status() == 200) {
      reply = reply.withBody(spoilt(reply.body()));
    }
    exchange.getResponseHeaders().set("X-Request-Id", answered.requestId());
    var body = head(exchange, reply);
    if (faults.has(FaultKind.TRUNCATED_BODY)) {
      body = body.first(body.size() / 2);
    }
    exchange.sendResponseHeaders(reply.status(), body.size() == 0 ? -1 : body.size());
    if (body.size() == 0) {
      return;
    }
    var stream = exchange.getResponseBody();
    if (faults.has(FaultKind.CUT_BODY)) {
      body.writeTo(stream, 0, body.size() / 2);
      stream.flush();
      throw new IOException("the connection is cut on purpose");
    }
    var slow = faults.of(FaultKind.SLOW_BODY);
    if (slow.isEmpty()) {
      body.writeTo(stream);
      return;
    }
    int piece = Math.max(1, (body.size() + PIECES - 1) / PIECES);
    for (int from = 0; from < body.size(); from += piece) {
      pause(slow.get().delayMillis() / PIECES);
      body.writeTo(stream, from, Math.min(piece, body.size() - from));
      stream.flush();
    }
  }

  /// Sends an answer of the object store, its body while it is made.
  void send(HttpExchange exchange, S3Request request, FlatFileBucket.Answered answered)
      throws IOException {
    var faults = answered.faults();
    pause(latency.toMillis() + faults.of(FaultKind.LATENCY).map(FaultRule::delayMillis).orElse(0));
    var reply = answered.reply();
    var headers = exchange.getResponseHeaders();
    reply.headers().forEach(headers::set);
    if (request.isHead() || reply.length() == 0) {
      if (request.isHead() && reply.length() > 0) {
        headers.set("Content-Length", String.valueOf(reply.length()));
      }
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), reply.length());
    var stream = new BufferedOutputStream(exchange.getResponseBody(), 64 * 1024);
    if (faults.has(FaultKind.CUT_BODY)) {
      new ByteRange(0, reply.length() / 2 - 1).of(reply.body()).write(stream);
      throw new IOException("the connection is cut on purpose");
    }
    var slow = faults.of(FaultKind.SLOW_BODY);
    if (slow.isEmpty()) {
      reply.body().write(stream);
    } else {
      reply.body().write(new SlowStream(stream, reply.length(), slow.get().delayMillis()));
    }
    stream.flush();
  }

  /// Waits before each tenth of the body.
  private static final class SlowStream extends OutputStream {
    private final OutputStream out;
    private final long piece;
    private final long delayMillis;
    private long left;

    SlowStream(OutputStream out, long length, long delayMillis) {
      this.out = out;
      piece = Math.max(1, (length + PIECES - 1) / PIECES);
      this.delayMillis = delayMillis;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      while (at < from + length) {
        if (left == 0) {
          out.flush();
          pause(delayMillis / PIECES);
          left = piece;
        }
        int part = (int) Math.min(left, from + length - at);
        out.write(bytes, at, part);
        at += part;
        left -= part;
      }
    }
  }

  private static Bytes head(HttpExchange exchange, Reply reply) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.contentType());
    reply.headers().forEach(headers::set);
    var accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    if (accepted == null || !accepted.contains("gzip") || reply.body().size() < WORTH_COMPRESSING) {
      return reply.body();
    }
    headers.set("Content-Encoding", "gzip");
    headers.set("Vary", "Accept-Encoding");
    return reply.compressed();
  }

  /// Three quarters of the body, then what no reader of JSON takes.
  private static Bytes spoilt(Bytes body) {
    var spoilt = body.first(body.size() * 3 / 4);
    spoilt.write('<');
    spoilt.write('!');
    return spoilt;
  }

  private static void pause(long millis) {
    if (millis > 0) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
