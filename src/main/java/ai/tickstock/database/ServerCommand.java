package ai.tickstock.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How a program of the system ended.
///
/// @param output stdout and stderr, in the order written
record ServerCommand(int exit, String output) {
  boolean succeeded() {
    return exit == 0;
  }

  /// Runs a program to its end. Its output goes through a file: a server that it leaves behind
  /// would keep a pipe open.
  ///
  /// @throws IOException when there is no such program
  /// @throws EmbeddedServerFailed when it does not end within `patience`
  static ServerCommand run(List<String> command, Duration patience) throws IOException {
    var output = Files.createTempFile("tickstock-", ".out");
    try {
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      var process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new EmbeddedServerFailed(
            "%s did not end within %d s. It said: %s"
                .formatted(command, patience.toSeconds(), text(output)));
      }
      return new ServerCommand(process.exitValue(), text(output));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerFailed("Interrupted while running " + command, e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
  }
}
