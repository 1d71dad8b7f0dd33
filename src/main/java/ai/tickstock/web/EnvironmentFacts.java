package ai.tickstock.web;

import ai.tickstock.database.SnapshotRefused;
import ai.tickstock.database.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Snapshots of the database of this console, and the environments below home.
///
/// @param database without a password
/// @param refused why the snapshots cannot be told
record EnvironmentFacts(
    String database,
    List<Kept> snapshots,
    Optional<String> refused,
    List<ConsoleProgram.Environment> environments) {
  record Kept(String name, Instant takenAt, Duration age, long bytes) {}

  static EnvironmentFacts of(ConsoleProgram program) {
    var address = program.database().address();
    try {
      return new EnvironmentFacts(
          address.toString(),
          Snapshots.of(address).list().stream()
              .map(one -> new Kept(one.name(), one.takenAt(), one.age(), one.bytes()))
              .toList(),
          Optional.empty(),
          program.environments());
    } catch (SnapshotRefused refused) {
      return new EnvironmentFacts(
          address.toString(),
          List.of(),
          Optional.of(String.valueOf(refused.getMessage())),
          program.environments());
    }
  }
}
