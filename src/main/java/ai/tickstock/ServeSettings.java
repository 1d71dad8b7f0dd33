package ai.tickstock;

import ai.tickstock.access.IdentityProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How a running program behaves.
///
/// @param stopWithin how long a stop may take
/// @param runs loads on which one process works at once
/// @param schedules rules by the name of the schedule; `off` pauses it
/// @param keyStore PKCS #12 file with the certificate of the pages
/// @param keyStorePassword of that file
/// @param provider that vouches for people beside our own passwords
record ServeSettings(
    Duration stopWithin,
    int runs,
    Map<String, String> schedules,
    Optional<Path> keyStore,
    Optional<Secret> keyStorePassword,
    Optional<IdentityProvider.Client> provider) {
  ServeSettings {
    schedules = Map.copyOf(schedules);
  }
}
