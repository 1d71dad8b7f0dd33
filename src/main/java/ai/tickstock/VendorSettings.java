package ai.tickstock;

import ai.tickstock.provider.RateLimit;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The market data vendor and how it wants to be asked.
///
/// @param name what our records call it
/// @param baseUrl scheme, host and optional port and path, without a slash at the end
/// @param apiKey empty: none was given
/// @param apiKeyFile where it was read, and is read again when the file changes
/// @param rateLimit what the vendor's plan allows
/// @param callsASecond most calls that an operator wishes in a second, 0: no such wish
/// @param callsADay the same on a date in New York
/// @param delay a session's bars are final so long after 20:00 New York time
/// @param maxAttempts how often one call is tried in all, 1 to 100
record VendorSettings(
    String name,
    URI baseUrl,
    Optional<Secret> apiKey,
    Optional<Path> apiKeyFile,
    RateLimit rateLimit,
    int callsASecond,
    int callsADay,
    Duration delay,
    Duration connectTimeout,
    Duration requestTimeout,
    int maxAttempts) {}
