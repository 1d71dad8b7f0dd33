package ai.tickstock.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A network between two programs that can be cut, slowed down and stopped in one direction.
final class Relay implements AutoCloseable {
  private static final int PIECE = 16 * 1024;

  private final int to;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean cut;
  private volatile long delayMillis;
  private volatile CountDownLatch answers = new CountDownLatch(0);

  private Relay(int to, ServerSocket server) {
    this.to = to;
    this.server = server;
  }

  /// @param port of this machine
  static Relay to(int port) {
    try {
      var relay = new Relay(port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /// How many connections there were.
  int connections() {
    return connections.get();
  }

  /// Ends all connections, and new ones at once until it is mended.
  void cut() {
    cut = true;
    open.forEach(Relay::end);
  }

  void mend() {
    cut = false;
  }

  /// Each piece takes that much longer.
  void slow(long millis) {
    delayMillis = millis;
  }

  /// Answers come through no more, questions do, until the network is cut.
  void holdAnswers() {
    answers = new CountDownLatch(1);
  }

  void letAnswersThrough() {
    answers.countDown();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var here = server.accept();
        connections.incrementAndGet();
        if (cut) {
          end(here);
          continue;
        }
        var there = new Socket();
        there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
        open.add(here);
        open.add(there);
        Thread.ofVirtual().start(() -> pass(here, there, false));
        Thread.ofVirtual().start(() -> pass(there, here, true));
      } catch (IOException nobodyThereOrClosed) {
        Thread.onSpinWait();
      }
    }
  }

  private void pass(Socket from, Socket into, boolean isAnswer) {
    var piece = new byte[PIECE];
    try (from;
        into) {
      var in = from.getInputStream();
      var out = into.getOutputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (delayMillis > 0) {
          TimeUnit.MILLISECONDS.sleep(delayMillis);
        }
        if (isAnswer) {
          answers.await();
        }
        out.write(piece, 0, read);
        out.flush();
      }
    } catch (IOException ended) {
      // as a network ends: without a word
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(into);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // it has ended
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answers.countDown();
    cut();
  }
}
