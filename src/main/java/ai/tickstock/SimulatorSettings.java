package ai.tickstock;

import java.time.Duration;

/// The simulated vendor that development uses without a key.
///
/// @param seed the same seed makes the same market
/// @param latency added to every answer
/// @param callsPerMinute what it allows before it refuses; 0 for no limit
record SimulatorSettings(long seed, Duration latency, int callsPerMinute) {}
