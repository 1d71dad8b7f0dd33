package ai.tickstock.quality;

import ai.tickstock.bars.WithdrawnBars;
import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts right what asking again can put right, looks whether it did, and writes down how it went.
/// What cannot be put right so stays a finding for a person.
public final class Repairs {
  /// What can be done about the findings of a rule.
  public enum Way {
    /// Something is missing: ask for it, by every way the loader has.
    FETCH,
    /// A stored bar is in doubt: take it out into quarantine and ask for it; the old one comes back
    /// where nothing does.
    REPLACE,
    /// Asking again does not help: somebody must find out.
    PERSON
  }

  private static final Map<String, Way> WAYS =
      Map.ofEntries(
          Map.entry(Holes.ABOUT.id(), Way.FETCH),
          Map.entry(Rules.PARTIAL_DAY.id(), Way.FETCH),
          Map.entry("refused-rows", Way.FETCH),
          Map.entry("minutes-missing", Way.FETCH),
          Map.entry(JumpRule.BAD_BAR.id(), Way.REPLACE),
          Map.entry(ShapeRule.WICK.id(), Way.REPLACE),
          Map.entry(ShapeRule.OHLC.id(), Way.REPLACE),
          Map.entry(VolumeRule.ZERO.id(), Way.REPLACE),
          Map.entry(VolumeRule.DROUGHT.id(), Way.REPLACE),
          Map.entry(RepeatRule.STALE.id(), Way.REPLACE),
          Map.entry(JumpRule.MIXTURE.id(), Way.REPLACE));

  /// More bars at once are no repair but another load.
  private static final int MOST_SESSIONS = 300;

  private static final int MOST_LOOKED_AT = 500;

  private final Database database;
  private final Findings findings;
  private final QualityScan scan;
  private final Refetch refetch;
  private final InstantSource clock;
  private final String by;

  /// @param by who asked for it
  public Repairs(
      Database database, QualityScan scan, Refetch refetch, InstantSource clock, String by) {
    this.database = database;
    this.findings = new Findings(database, clock);
    this.scan = scan;
    this.refetch = refetch;
    this.clock = clock;
    this.by = by;
  }

  /// What can be done about a finding.
  public static Way way(Finding finding) {
    return finding.sessions() > MOST_SESSIONS
        ? Way.PERSON
        : WAYS.getOrDefault(finding.rule(), Way.PERSON);
  }

  /// What a repair of a finding asks for.
  public static Refetch.Wanted wanted(Finding finding) {
    var sessions = Findings.sessions(finding);
    return new Refetch.Wanted(
        finding.instrument().map(_ -> new Symbol(finding.subject())),
        finding.rule().startsWith("minutes-") ? BarInterval.MINUTE : BarInterval.DAY,
        new DateRange(sessions.getFirst(), sessions.getLast()));
  }

  /// How one repair went.
  ///
  /// @param before daily bars of the finding's sessions
  /// @param words what was asked and what came
  public record Outcome(Finding finding, Way way, int before, int after, String words) {}

  /// Repairs one finding: asks, looks again, writes down.
  ///
  /// @throws QualityRefused when it is not open
  /// @throws InterruptedException when stopped from outside; what was taken out is put back first
  public Outcome repair(long id) throws InterruptedException {
    var finding = findings.find(id);
    if (finding.state() != Finding.State.OPEN) {
      throw new QualityRefused(notOpen(finding));
    }
    var way = way(finding);
    if (way == Way.PERSON) {
      return new Outcome(finding, way, 0, 0, "asking again does not help; somebody must look");
    }
    var sessions = Findings.sessions(finding);
    var wanted = wanted(finding);
    return finding.instrument().isPresent() && wanted.interval() == BarInterval.DAY
        ? ofOne(finding, way, sessions, wanted)
        : looked(finding, way, 0, 0, refetch.ask(wanted));
  }

  private Outcome ofOne(Finding finding, Way way, List<LocalDate> sessions, Refetch.Wanted wanted)
      throws InterruptedException {
    var bars = new WithdrawnBars(finding.instrument().orElseThrow(), sessions, clock.instant());
    int before = database.read(bars::stored);
    if (way == Way.FETCH) {
      var words = refetch.ask(wanted);
      return looked(finding, way, before, database.read(bars::stored), words);
    }
    var why = "finding " + finding.id() + ", " + finding.rule() + ": " + finding.summary();
    int out =
        database.inTransaction(handle -> bars.withdraw(handle, wanted.symbol().orElseThrow(), why));
    String words;
    int back;
    try {
      words = refetch.ask(wanted);
    } finally {
      back = database.inTransaction(bars::putBack);
    }
    return looked(
        finding,
        way,
        before,
        database.read(bars::stored),
        bars(out)
            + " taken out into quarantine, "
            + words
            + (back == 0 ? "" : "; " + bars(back) + " put back because nothing came"));
  }

  private static String bars(int count) {
    return count == 1 ? "1 bar" : count + " bars";
  }

  /// Looks again with the rule that found it.
  private Outcome looked(Finding finding, Way way, int before, int after, String words)
      throws InterruptedException {
    scan.run(
        new QualityScan.Asked(
            "quality repair " + finding.id(),
            new DateRange(finding.first(), finding.last()),
            finding.instrument().map(Set::of).orElse(Set.of()),
            Set.of(finding.rule())));
    var now =
        database.inTransaction(handle -> {
          var there = findings.find(finding.id());
          boolean isGone = there.state() == Finding.State.RESOLVED;
          findings.repaired(
              handle,
              finding.id(),
              isGone,
              by,
              "%s; bars before %d, after %d; %s"
                  .formatted(
                      words,
                      before,
                      after,
                      isGone ? "the data show it no more" : "the data still show it"));
          return findings.find(finding.id());
        });
    return new Outcome(now, way, before, after, words);
  }

  /// Those of the open ones that nobody tried to repair since they were found.
  ///
  /// @param last those of later sessions are left out
  public List<Finding> untried(LocalDate last, int limit) {
    return open(MOST_LOOKED_AT).stream()
        .filter(finding -> !finding.last().isAfter(last))
        .filter(finding -> {
          var events = findings.events(finding.id());
          return events.stream().noneMatch(one -> one.event().equals("not_repaired"));
        })
        .limit(limit)
        .toList();
  }

  /// Those of these numbers, each once.
  ///
  /// @throws QualityRefused when one of them is not there, or not open
  public List<Finding> chosen(Collection<Long> ids) {
    var chosen = ids.stream().distinct().map(findings::find).toList();
    chosen.stream()
        .filter(finding -> finding.state() != Finding.State.OPEN)
        .map(Repairs::notOpen)
        .reduce((a, b) -> a + "; " + b)
        .ifPresent(problems -> {
          throw new QualityRefused(problems);
        });
    return chosen;
  }

  private static String notOpen(Finding finding) {
    return "finding " + finding.id() + " is " + finding.state().word() + ", not open";
  }

  /// Open findings that can be repaired so, the worst first.
  public List<Finding> open(int limit) {
    return findings.list(Findings.Filter.of(Optional.of(Finding.State.OPEN), limit)).stream()
        .filter(finding -> way(finding) != Way.PERSON)
        .toList();
  }
}
