package ai.tickstock.database;

import java.nio.file.Path;
import java.time.Duration;

/// A program of its own, started by a server's watch: stops the server unless somebody uses it.
final class IdleStop {
  private IdleStop() {}

  /// Arguments: the environment's home, the folder of the binaries, seconds of idleness.
  public static void main(String[] arguments) {
    var idle = Duration.ofSeconds(Long.parseLong(arguments[2]));
    EmbeddedServer.in(Path.of(arguments[0]), Path.of(arguments[1]), idle).stopIfIdle();
  }
}
