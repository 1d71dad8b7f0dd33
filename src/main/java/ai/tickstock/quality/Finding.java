package ai.tickstock.quality;

import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// Something wrong or odd in stored data, once, with its present state.
///
/// @param rule the id of the rule that sees it
/// @param instrument whose; empty for the market, a universe or a file
/// @param subject its ticker when it was found, or `market`
/// @param sessions that it concerns, from the first to the last
/// @param evidence a JSON object
/// @param acceptedUntil last day of an acceptance that ends by itself
public record Finding(
    long id,
    String rule,
    Optional<InstrumentId> instrument,
    String subject,
    LocalDate first,
    LocalDate last,
    int sessions,
    Severity severity,
    State state,
    String summary,
    String evidence,
    Instant firstSeen,
    Instant lastSeen,
    Optional<LocalDate> acceptedUntil) {

  /// What has become of it.
  public enum State {
    OPEN,
    /// A repair put it right, and a look afterwards did not see it any more.
    REPAIRED,
    /// A person said that it may stay.
    ACCEPTED,
    /// A later pass did not see it any more.
    RESOLVED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// Something that happened to a finding.
  public record Event(Instant at, String event, String by, String detail) {}
}
