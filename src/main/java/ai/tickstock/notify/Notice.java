package ai.tickstock.notify;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A notice as it is kept.
///
/// @param kind its word
/// @param facts JSON
/// @param count how often it was seen
/// @param told how often somebody was told
public record Notice(
    long id,
    String kind,
    Severity severity,
    String cause,
    String subject,
    String facts,
    Optional<LocalDate> session,
    State state,
    Instant firstSeen,
    Instant lastSeen,
    int count,
    Route route,
    int told,
    Optional<Acknowledged> acknowledged) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public enum State {
    OPEN,
    /// Somebody takes care of it; told no more.
    ACKNOWLEDGED,
    /// Over; the same cause is a new notice.
    RESOLVED
  }

  public enum Route {
    /// Held back: by quiet hours, while others of its kind may come, or since no channel is
    /// configured.
    NEW,
    /// Waits for the next digest.
    DIGEST,
    /// Stands in a message.
    TOLD
  }

  /// @param because empty when no reason was given
  public record Acknowledged(Instant at, String by, String because) {}

  static String json(NewNotice notice) {
    return JSON.writeValueAsString(notice);
  }

  /// What it says. Facts that this program cannot read, of a newer one, are shown as they are.
  Content content() {
    try {
      var kindOfOurs = NoticeKind.ofWord(kind);
      if (kindOfOurs.isPresent()) {
        return JSON.readValue(facts, kindOfOurs.get().facts()).content();
      }
    } catch (JacksonException e) {
      return asTheyAre();
    }
    return asTheyAre();
  }

  private Content asTheyAre() {
    return Content.of(subject).fact("Facts", facts);
  }

  String kindInPlural() {
    return NoticeKind.ofWord(kind).orElse(NoticeKind.OTHER).plural();
  }
}
