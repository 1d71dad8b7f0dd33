package ai.tickstock.database;

/// A snapshot that was named cannot be taken, found or used. The message says why and what to do;
/// nothing was changed.
public final class SnapshotRefused extends RuntimeException {
  SnapshotRefused(String message) {
    super(message);
  }
}
