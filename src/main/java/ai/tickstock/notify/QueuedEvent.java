package ai.tickstock.notify;

import java.time.Instant;

/// An event that was claimed for delivery.
///
/// @param attempts this one included
record QueuedEvent(long id, Envelope envelope, int attempts, Instant firstAttempt) {}
