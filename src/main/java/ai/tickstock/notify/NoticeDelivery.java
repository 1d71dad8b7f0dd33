package ai.tickstock.notify;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The way of a message to one contact over one channel.
///
/// @param channel `mail` or `slack`
/// @param contact mail address, or `webhook`
/// @param form why it was made, e.g. `escalation`
/// @param made when
/// @param nextAttempt empty: at once, or never again
/// @param lastError empty when there was none
public record NoticeDelivery(
    long id,
    UUID uid,
    long message,
    String channel,
    String contact,
    String form,
    Instant made,
    State state,
    int attempts,
    Optional<Instant> firstAttempt,
    Optional<Instant> nextAttempt,
    String lastError,
    Optional<Instant> delivered) {

  public enum State {
    WAITING,
    DELIVERED,
    /// Refused for good, or tried for three days.
    GIVEN_UP;

    /// As it is stored and printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
