package ai.tickstock.quality;

import ai.tickstock.market.Mic;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes findings of what the rules saw at the instruments of one exchange: what is no more than
/// the whole market did is dropped, what befell a large part of the market at once is one finding,
/// and so are neighbouring sessions of one instrument. Of some instruments nothing can be said of
/// the market, so each then has findings of its own.
final class Judge {
  /// So many names at least, and so large a part of the session's, are the market.
  private static final int MANY = 10;

  private static final double LARGE_PART = 0.1;

  /// Sessions of one instrument that lie no further apart, in days, are one event.
  private static final int NEIGHBOURS = 7;

  /// An instrument with more events of one rule than that has one fault and not many.
  private static final int MOST_EVENTS = 5;

  private static final int VERY_MANY = 100;
  private static final int NAMES_KEPT = 2_000;
  private static final int SESSIONS_KEPT = 500;

  /// In the order in which findings are kept; a total one, so that each pass over the same bars
  /// keeps them alike.
  static final Comparator<Draft> IN_ORDER =
      Comparator.comparing(Draft::first)
          .thenComparing(Draft::rule)
          .thenComparing(Draft::subject)
          .thenComparingInt(Draft::instrument)
          .thenComparing(Draft::last)
          .thenComparing(Draft::summary);

  private final String subject;
  private final Days days;
  private final MarketDays market;
  private final boolean isOfAll;
  private final double least;
  private final double spreads;

  /// @param market what was gathered of the exchange's sessions
  /// @param isOfAll whether all instruments were looked at, and not some
  Judge(Exchanges.Exchange exchange, MarketDays market, boolean isOfAll, Thresholds thresholds) {
    this.subject = subject(exchange.mic());
    this.days = exchange.days();
    this.market = market;
    this.isOfAll = isOfAll;
    this.least = thresholds.of(JumpRule.MOVE.id(), "medium");
    this.spreads = thresholds.of(JumpRule.MOVE.id(), "market-spreads");
  }

  /// What the whole of an exchange is called in findings: `market` for New York, else the code.
  static String subject(Mic exchange) {
    return exchange.equals(Mic.XNYS) ? "market" : exchange.code();
  }

  /// @param candidates of instruments that follow the exchange; of equal ones the first is the
  ///   example
  /// @return in no order of its own: the same for the same order of the candidates
  List<Draft> judge(Collection<Candidate> candidates) {
    var drafts = new ArrayList<Draft>();
    var partial = partialDays();
    partialDrafts(partial, candidates, drafts);
    var left = new ArrayList<Candidate>();
    for (var candidate : candidates) {
      if (isHole(candidate)) {
        withoutDays(candidate, partial).ifPresent(left::add);
      } else if (Double.isNaN(candidate.move()) || isFarBesideTheMarket(candidate)) {
        left.add(candidate);
      }
    }
    byInstrument(isOfAll ? withoutMarketWide(left, drafts) : left, drafts);
    if (isOfAll) {
      habitsOfTheSource(drafts);
    }
    return drafts;
  }

  private static boolean isHole(Candidate candidate) {
    return candidate.rule().equals(Holes.ABOUT);
  }

  private boolean isFarBesideTheMarket(Candidate candidate) {
    int session = days.at(candidate.first());
    if (session < 0) {
      return true;
    }
    if (candidate.move() == 0) {
      return true; // the move itself is not what was seen
    }
    double excess = candidate.move() - market.median(session);
    return Math.abs(Math.exp(excess) - 1) >= least
        && Math.abs(excess) > spreads * market.spread(session);
  }

  // ---- partial days -----------------------------------------------------------------------------

  private Set<Integer> partialDays() {
    var partial = new HashSet<Integer>();
    for (int session = 0; isOfAll && session < days.size(); session++) {
      int missing = market.missingOf(session);
      if (missing >= MANY && missing >= LARGE_PART * (market.bars(session) + missing)) {
        partial.add(days.day(session));
      }
    }
    return partial;
  }

  private void partialDrafts(
      Set<Integer> partial, Collection<Candidate> candidates, List<Draft> drafts) {
    var names = new TreeMap<Integer, TreeSet<String>>();
    for (var candidate : candidates) {
      if (isHole(candidate)) {
        for (int day : candidate.sessions()) {
          if (partial.contains(day)) {
            names.computeIfAbsent(day, _ -> new TreeSet<>()).add(candidate.subject());
          }
        }
      }
    }
    for (int day : new TreeSet<>(partial)) {
      int session = days.at(day);
      int bars = market.bars(session);
      int missing = market.missingOf(session);
      var evidence = new LinkedHashMap<String, Object>();
      evidence.put("bars", bars);
      evidence.put("missing", missing);
      evidence.put(
          "names", names.getOrDefault(day, new TreeSet<>()).stream().limit(NAMES_KEPT).toList());
      drafts.add(
          new Draft(
              Rules.PARTIAL_DAY.id(),
              0,
              subject,
              List.of(LocalDate.ofEpochDay(day)),
              Severity.CRITICAL,
              "%,d names have a bar and %,d that trade on nearly every session have none"
                  .formatted(bars, missing),
              evidence));
    }
  }

  private static Optional<Candidate> withoutDays(Candidate hole, Set<Integer> partial) {
    var rest = hole.sessions().stream().filter(day -> !partial.contains(day)).toList();
    if (rest.size() == hole.sessions().size()) {
      return Optional.of(hole);
    }
    return rest.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Candidate(
                hole.rule(),
                hole.instrument(),
                hole.subject(),
                rest,
                rest.size() > 1 ? Severity.HIGH : Severity.MEDIUM,
                hole.move(),
                "no bars on %,d sessions beside those that the whole market lacks"
                    .formatted(rest.size()),
                Map.of("missing", rest.size())));
  }

  // ---- the market at once -----------------------------------------------------------------------

  private record RuleDay(About rule, int day) {
    static RuleDay of(Candidate candidate) {
      return new RuleDay(candidate.rule(), candidate.first());
    }
  }

  private List<Candidate> withoutMarketWide(List<Candidate> candidates, List<Draft> drafts) {
    var byDay = new LinkedHashMap<RuleDay, List<Candidate>>();
    for (var candidate : candidates) {
      if (isOfOneDay(candidate)) {
        byDay.computeIfAbsent(RuleDay.of(candidate), _ -> new ArrayList<>()).add(candidate);
      }
    }
    var taken = new HashSet<RuleDay>();
    byDay.forEach((ruleDay, those) -> {
      int session = days.at(ruleDay.day);
      int bars = session >= 0 && session < days.size() ? market.bars(session) : 0;
      if (those.size() >= MANY && those.size() >= LARGE_PART * bars) {
        taken.add(ruleDay);
        drafts.add(marketWide(ruleDay, those, bars));
      }
    });
    return candidates.stream()
        .filter(candidate -> !isOfOneDay(candidate) || !taken.contains(RuleDay.of(candidate)))
        .toList();
  }

  private static boolean isOfOneDay(Candidate candidate) {
    return candidate.first() == candidate.last() && !isHole(candidate);
  }

  private Draft marketWide(RuleDay ruleDay, List<Candidate> those, int bars) {
    var names = those.stream().map(Candidate::subject).distinct().sorted().toList();
    var evidence = new LinkedHashMap<String, Object>();
    evidence.put("names", names.stream().limit(NAMES_KEPT).toList());
    evidence.put("count", names.size());
    var severity =
        those.stream().map(Candidate::severity).max(Comparator.naturalOrder()).orElseThrow();
    return new Draft(
        ruleDay.rule.id(),
        0,
        subject,
        List.of(LocalDate.ofEpochDay(ruleDay.day)),
        severity,
        "%,d names at once%s, e.g. %s: %s"
            .formatted(
                names.size(),
                bars == 0 ? "" : " of %,d with a bar".formatted(bars),
                those.getFirst().subject(),
                those.getFirst().words()),
        evidence);
  }

  // ---- habits of a source
  // -------------------------------------------------------------------------

  /// What is slight and befalls very many names, each on days of its own, is how the source writes
  /// its rows: one finding.
  private void habitsOfTheSource(List<Draft> drafts) {
    var slight = new LinkedHashMap<String, List<Draft>>();
    for (var draft : drafts) {
      if (draft.instrument() != 0
          && draft.severity() == Severity.LOW
          && !draft.rule().equals(JumpRule.MOVE.id())) {
        slight.computeIfAbsent(draft.rule(), _ -> new ArrayList<>()).add(draft);
      }
    }
    slight.forEach((rule, those) -> {
      if (those.size() >= VERY_MANY) {
        drafts.removeAll(those);
        drafts.add(habit(rule, those));
      }
    });
  }

  private Draft habit(String rule, List<Draft> those) {
    var sessions = new TreeSet<LocalDate>();
    those.forEach(draft -> sessions.addAll(draft.sessions()));
    var names = those.stream().map(Draft::subject).distinct().sorted().toList();
    var evidence = new LinkedHashMap<String, Object>();
    evidence.put("names", names.stream().limit(NAMES_KEPT).toList());
    evidence.put("count", names.size());
    return new Draft(
        rule,
        0,
        subject,
        List.copyOf(sessions),
        Severity.LOW,
        "%,d names on days of their own, as if the source wrote its rows so; e.g. %s %s: %s"
            .formatted(
                names.size(),
                those.getFirst().subject(),
                those.getFirst().first(),
                those.getFirst().summary()),
        evidence);
  }

  // ---- one instrument ---------------------------------------------------------------------------

  private record RuleOf(About rule, int instrument, String subject) {}

  private void byInstrument(List<Candidate> candidates, List<Draft> drafts) {
    var groups = new LinkedHashMap<RuleOf, List<Candidate>>();
    for (var candidate : candidates) {
      var key =
          new RuleOf(
              candidate.rule(),
              candidate.instrument(),
              candidate.isOfOne() ? "" : candidate.subject());
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(candidate);
    }
    groups
        .values()
        .forEach(group -> {
          group.sort(Comparator.comparingInt(Candidate::first));
          var events = events(group);
          if (events.size() > MOST_EVENTS) {
            drafts.add(one(group));
          } else {
            events.forEach(event -> drafts.add(one(event)));
          }
        });
  }

  private static List<List<Candidate>> events(List<Candidate> group) {
    var events = new ArrayList<List<Candidate>>();
    int last = Integer.MIN_VALUE;
    for (var candidate : group) {
      if (events.isEmpty() || candidate.first() > last + NEIGHBOURS) {
        events.add(new ArrayList<>());
      }
      events.getLast().add(candidate);
      last = Math.max(last, candidate.last());
    }
    return events;
  }

  private static Draft one(List<Candidate> event) {
    var worst =
        event.stream()
            .max(
                Comparator.comparing(Candidate::severity)
                    .thenComparingDouble(c -> Double.isNaN(c.move()) ? 0 : Math.abs(c.move())))
            .orElseThrow();
    var sessions = new TreeSet<LocalDate>();
    event.forEach(c -> c.sessions().forEach(day -> sessions.add(LocalDate.ofEpochDay(day))));
    var evidence = new LinkedHashMap<String, Object>(worst.numbers());
    evidence.put(
        "sessions", sessions.stream().limit(SESSIONS_KEPT).map(LocalDate::toString).toList());
    return new Draft(
        worst.rule().id(),
        worst.instrument(),
        worst.subject(),
        List.copyOf(sessions),
        worst.severity(),
        event.size() == 1
            ? worst.words()
            : "%,d times; %s: %s".formatted(event.size(), worst.firstDate(), worst.words()),
        evidence);
  }
}
