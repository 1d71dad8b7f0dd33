package ai.tickstock.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the server's main process notes in its data directory (`postmaster.pid`).
///
/// @param ready whether it accepts connections, by its own word
record Postmaster(long pid, Instant since, int port, boolean ready) {
  /// No process can have this number: the system ends at 2^22.
  private static final String NO_PROCESS = "2147483646";

  /// The server that runs on a data directory; empty when none does.
  static Optional<Postmaster> of(Path data) throws IOException {
    return noted(data).filter(noted -> runsOn(noted.pid(), data));
  }

  /// Makes sure that the note of a server that has died does not keep the next from starting, when
  /// its process number now belongs to somebody else. PostgreSQL only looks whether the number is
  /// alive; all its other checks (has a child of the old server survived?) stay in force.
  static void forgetDead(Path data) throws IOException {
    var file = data.resolve("postmaster.pid");
    if (Files.exists(file) && of(data).isEmpty()) {
      var lines = Files.readAllLines(file);
      if (lines.isEmpty()) {
        Files.delete(file); // PostgreSQL takes an empty note for a server that is just starting
        return;
      }
      lines.set(0, NO_PROCESS);
      // In place: the file keeps its owner, who may be another user than we.
      Files.write(file, lines);
    }
  }

  private static Optional<Postmaster> noted(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return lines.size() < 4
          ? Optional.empty()
          : Optional.of(
              new Postmaster(
                  Long.parseLong(lines.get(0).strip()),
                  Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                  Integer.parseInt(lines.get(3).strip()),
                  lines.size() > 7 && lines.get(7).strip().equals("ready")));
    } catch (NumberFormatException e) {
      return Optional.empty(); // half-written when the machine went down
    }
  }

  private static boolean runsOn(long pid, Path data) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().arguments())
        .filter(arguments -> List.of(arguments).contains(data.toString()))
        .isPresent();
  }
}
