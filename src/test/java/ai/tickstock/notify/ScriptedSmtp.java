package ai.tickstock.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A mail server that answers a command as the test wants, and any other one well.
final class ScriptedSmtp implements AutoCloseable {
  private final ServerSocket socket;
  private final Map<String, String> answers;

  /// @param answers by the begin of the command, e.g. `RCPT`
  ScriptedSmtp(Map<String, String> answers) {
    this.answers = answers;
    try {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (true) {
      try (var connection = socket.accept()) {
        talk(connection);
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void talk(Socket connection) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    say(connection, "220 here");
    boolean isData = false;
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (isData) {
        if (line.equals(".")) {
          isData = false;
          say(connection, "250 taken");
        }
        continue;
      }
      var command = line.substring(0, Math.min(4, line.length()));
      isData = command.equals("DATA");
      say(connection, answers.getOrDefault(command, isData ? "354 go on" : "250 fine"));
      if (command.equals("QUIT")) {
        return;
      }
    }
  }

  private static void say(Socket connection, String line) throws IOException {
    connection.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
