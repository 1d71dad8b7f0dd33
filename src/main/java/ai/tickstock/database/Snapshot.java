package ai.tickstock.database;

import java.time.Duration;
import java.time.Instant;

/// A database as it was at an instant, kept on the same server. Nobody can connect to it.
///
/// @param takenAt by the server's clock
/// @param age until now by the same clock
/// @param bytes on the server's disk
public record Snapshot(String name, Instant takenAt, Duration age, long bytes) {}
