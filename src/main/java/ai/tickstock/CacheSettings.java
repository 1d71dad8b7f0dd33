package ai.tickstock;

import java.time.Duration;

/// How vendor answers are kept on disk for development.
///
/// @param enabled never in production
/// @param megabytes most that the folder takes
/// @param maxAge how long answers are kept that can change, such as lists and splits
record CacheSettings(boolean enabled, int megabytes, Duration maxAge) {}
