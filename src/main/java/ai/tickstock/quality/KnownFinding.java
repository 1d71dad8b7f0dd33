package ai.tickstock.quality;

import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// A finding that is stored, as much of it as tells whether a pass sees it again.
///
/// @param instrument 0 for the market, a universe or a file
/// @param names the tickers of a finding of many names; as many as stand with it
/// @param isOfMoreNames whether it is of more than these
record KnownFinding(
    long id,
    String rule,
    int instrument,
    String subject,
    LocalDate first,
    LocalDate last,
    int sessions,
    Severity severity,
    Finding.State state,
    Set<String> names,
    boolean isOfMoreNames) {
  /// Days between two ranges that are one finding of an instrument.
  static final int NEIGHBOURS = 10;

  /// A session that the market lacks is one that each of these names misses.
  private static final Set<String> HOLES = Set.of(Holes.ABOUT.id(), Rules.PARTIAL_DAY.id());

  /// Whose it is; one stands there once for each first session.
  record Whose(String rule, int instrument, String subject) {
    static Whose of(String rule, int instrument, String subject) {
      return new Whose(rule, instrument, instrument == 0 ? subject : "");
    }

    static Whose of(Draft draft) {
      return of(draft.rule(), draft.instrument(), draft.subject());
    }
  }

  /// What stands in the database once.
  record Place(Whose whose, LocalDate first) {
    static Place of(Draft draft) {
      return new Place(Whose.of(draft), draft.first());
    }
  }

  static KnownFinding of(Finding finding) {
    var names = Set.copyOf(Findings.names(finding));
    return new KnownFinding(
        finding.id(),
        finding.rule(),
        finding.instrument().map(InstrumentId::value).orElse(0),
        finding.subject(),
        finding.first(),
        finding.last(),
        finding.sessions(),
        finding.severity(),
        finding.state(),
        names,
        Findings.count(finding) > names.size());
  }

  Whose whose() {
    return Whose.of(rule, instrument, subject);
  }

  Place place() {
    return new Place(whose(), first);
  }

  boolean isGone() {
    return state == Finding.State.RESOLVED || state == Finding.State.REPAIRED;
  }

  private boolean isOf(Draft draft) {
    return whose().equals(Whose.of(draft));
  }

  boolean touches(Draft draft) {
    return isNear(draft, instrument == 0 ? 0 : NEIGHBOURS);
  }

  private boolean isNear(Draft draft, int days) {
    return !first.isAfter(draft.last().plusDays(days))
        && !last.isBefore(draft.first().minusDays(days));
  }

  private boolean isOnADayOf(Draft draft) {
    return draft.sessions().stream().anyMatch(day -> !day.isBefore(first) && !day.isAfter(last));
  }

  private boolean isOfTheFaultOf(Draft draft) {
    return rule.equals(draft.rule()) || HOLES.contains(rule) && HOLES.contains(draft.rule());
  }

  /// Whether what a pass sees is this one, or has it among the names of the market.
  boolean isSeenIn(Draft draft) {
    return isOf(draft)
        ? isNear(draft, 0)
        : instrument != 0
            && draft.instrument() == 0
            && isOfTheFaultOf(draft)
            && draft.hasName(subject)
            && isOnADayOf(draft);
  }

  /// Whether what a pass sees is this one some days off.
  boolean isSeenNear(Draft draft) {
    return isOf(draft) && touches(draft);
  }

  /// Whether it is of the market and what a pass sees is a part of it.
  boolean has(Draft draft) {
    return instrument == 0
        && draft.instrument() != 0
        && isOfTheFaultOf(draft)
        && (isOfMoreNames || names.contains(draft.subject()))
        && isOnADayOf(draft);
  }

  /// Those that are it in what is seen, or the nearest thing to it.
  static List<KnownFinding> seenIn(Draft draft, List<KnownFinding> those) {
    var exactly = those.stream().filter(one -> one.isSeenIn(draft)).toList();
    return exactly.isEmpty()
        ? those.stream().filter(one -> one.isSeenNear(draft)).limit(1).toList()
        : exactly;
  }
}
