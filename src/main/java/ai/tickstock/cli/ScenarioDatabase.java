package ai.tickstock.cli;

import java.time.Duration;

/// A scenario that was loaded, in a database of its own.
///
/// @param story name and parameters in one line, as `Scenario.story` has it
/// @param bytes on the server's disk
/// @param age since the database was made
public record ScenarioDatabase(String story, long bytes, Duration age) {}
