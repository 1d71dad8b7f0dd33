package ai.tickstock.database;

import java.time.Duration;

/// A database of ours on an embedded server.
///
/// @param source whose market it holds; empty where nobody said so
/// @param bytes on the server's disk
/// @param age since somebody said so, by the server's clock; zero where nobody did
public record HeldDatabase(String name, String source, long bytes, Duration age) {}
