package ai.tickstock.database;

import java.nio.file.Path;
import java.time.Instant;

/// How an embedded server does.
public sealed interface ServerStatus {
  /// Nobody has used this environment yet.
  record NotCreated(Path dataDirectory) implements ServerStatus {}

  /// Created; the next command that needs it starts it.
  record Stopped(Path dataDirectory) implements ServerStatus {}

  /// Accepts connections on 127.0.0.1.
  ///
  /// @param since when it was started
  /// @param version e.g. `17.11`
  /// @param connections clients at this moment, the one that asked not counted
  record Running(
      long pid, int port, Instant since, Path dataDirectory, String version, int connections)
      implements ServerStatus {}
}
