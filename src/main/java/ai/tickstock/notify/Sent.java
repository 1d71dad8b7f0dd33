package ai.tickstock.notify;

import java.time.Duration;
import java.util.Optional;

/// How an attempt to send ended. Reasons never contain a secret.
sealed interface Sent {
  /// The other side took it.
  record Accepted() implements Sent {}

  /// It will not be taken at any later time either.
  record Refused(String reason) implements Sent {}

  /// It may be taken later.
  ///
  /// @param notBefore what the other side asked to wait, if it did
  /// @param isDown whether nothing else can be sent at present
  record NotNow(String reason, Optional<Duration> notBefore, boolean isDown) implements Sent {}

  static Sent down(String reason) {
    return new NotNow(reason, Optional.empty(), true);
  }
}
