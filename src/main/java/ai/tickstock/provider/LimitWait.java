package ai.tickstock.provider;

import java.time.Duration;

/// What calls wait for.
///
/// @param left until the next one may start, as far as it is known
/// @param reason completes "waiting for …", e.g. `the vendor's limit of 5 calls per 1 min`
public record LimitWait(Duration left, String reason) {}
