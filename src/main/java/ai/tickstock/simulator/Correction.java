package ai.tickstock.simulator;

import ai.tickstock.scenario.DayBar;
import java.time.Instant;

/// A final bar that changes later.
///
/// @param rule what corrects it
/// @param at from this instant on the corrected one is served, never before 20:00 New York time of
///   the session
public record Correction(FaultRule rule, Instant at, DayBar before, DayBar corrected) {}
