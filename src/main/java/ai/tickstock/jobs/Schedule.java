package ai.tickstock.jobs;

import ai.tickstock.market.Mic;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// Which job is due when.
///
/// @param exchange whose calendar the rule follows
/// @param rule as people write it
/// @param handledSession rules of sessions fire for later ones only
/// @param handledUntil other rules fire after that only
/// @param pending the firing that was worked out last
/// @param toldSession the last session whose early close was told the day before
/// @param changedBy who gave the rule, or paused or resumed it
public record Schedule(
    String name,
    String job,
    Mic exchange,
    String rule,
    CatchUp catchUp,
    boolean paused,
    Source source,
    LocalDate handledSession,
    Instant handledUntil,
    Optional<Pending> pending,
    Optional<LocalDate> toldSession,
    Instant changedAt,
    String changedBy) {

  /// What is done about firings that nobody was there for.
  public enum CatchUp {
    /// Each session, in order, up to 10 back.
    EACH,
    /// The latest one only.
    LATEST;

    /// As it is stored and printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Who gave the rule; a later one goes before an earlier one.
  public enum Source {
    PROGRAM,
    OPERATOR,
    SETTINGS;

    /// As it is stored and printed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A firing that is waited for.
  public record Pending(LocalDate session, Instant due) {}
}
