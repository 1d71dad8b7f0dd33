package ai.tickstock.notify;

/// What one channel did with what was due.
///
/// @param channel `mail`, `slack` or `redis`
/// @param delivered taken by the other side
/// @param failed to be tried again
/// @param givenUp not to be tried again
/// @param error of the last failure; empty when there was none
public record Round(String channel, int delivered, int failed, int givenUp, String error) {
  static Round nothing(String channel) {
    return new Round(channel, 0, 0, 0, "");
  }

  Round plusDelivered(int more) {
    return new Round(channel, delivered + more, failed, givenUp, error);
  }

  Round plusFailed(int more, boolean over, String reason) {
    return over
        ? new Round(channel, delivered, failed, givenUp + more, reason)
        : new Round(channel, delivered, failed + more, givenUp, reason);
  }

  /// Whether everything that was due is delivered.
  public boolean isWhole() {
    return failed == 0 && givenUp == 0;
  }
}
