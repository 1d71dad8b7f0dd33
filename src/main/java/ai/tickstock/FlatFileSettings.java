package ai.tickstock;

import java.net.URI;
import java.util.Optional;

/// Where the vendor publishes its day and minute files.
///
/// @param endpoint of the object store, without the bucket
/// @param keys empty: none were given
record FlatFileSettings(URI endpoint, String bucket, Optional<Keys> keys) {
  record Keys(Secret access, Secret secret) {}
}
