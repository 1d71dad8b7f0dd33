package ai.tickstock.provider.massive;

import ai.tickstock.provider.ProviderFailure.Kind;
import java.time.Duration;
import java.util.Optional;

/// How one try for one page ended.
sealed interface Attempt<T> {
  /// @param body as it came, decompressed, where it may be kept; else empty
  record Got<T>(Page<T> page, Optional<byte[]> body) implements Attempt<T> {}

  /// @param status of HTTP; 0 when there was no answer
  /// @param message one line, without the key
  /// @param isPassing whether to try again at once
  /// @param retryAfter what the vendor asked for, at most 2 minutes
  record Fault<T>(
      Kind kind, int status, String message, boolean isPassing, Optional<Duration> retryAfter)
      implements Attempt<T> {}
}
