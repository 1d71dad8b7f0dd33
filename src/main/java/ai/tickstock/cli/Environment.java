package ai.tickstock.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A folder below home with a database server, kept answers and logs of its own.
///
/// @param address where its server listens; empty while it does not run
/// @param bytes on disk, kept answers included
/// @param unused how long ago a command asked for its server
/// @param inForce whether this command works in it
/// @param unfinished whether its creation was killed
/// @param scenarios that were loaded in it; none while its server does not run
public record Environment(
    String name,
    Optional<String> address,
    int connections,
    long bytes,
    Duration unused,
    boolean inForce,
    boolean unfinished,
    List<ScenarioDatabase> scenarios) {
  public Environment {
    scenarios = List.copyOf(scenarios);
  }
}
