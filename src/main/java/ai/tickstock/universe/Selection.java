package ai.tickstock.universe;

import ai.tickstock.market.InstrumentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Whom a rule selects, and what speaks for and against each. The same facts and members always
/// give the same selection.
final class Selection {
  private final UniverseRule rule;
  private final Set<InstrumentId> members;
  private final double tolerance;
  private final Function<UniverseKey, Set<InstrumentId>> others;
  private final Map<InstrumentId, InstrumentFacts> selected = new LinkedHashMap<>();
  private final Map<InstrumentId, Integer> ranks = new HashMap<>();
  private final Map<String, Integer> notJudged = new TreeMap<>();
  private int ofItsKind;

  /// @param members who belongs by the rule already
  /// @param tolerance how far beyond a threshold a member stays, as a fraction
  /// @param rankTolerance how much worse than the last rank a member's may be, as a fraction
  /// @param others who belongs to other universes
  Selection(
      UniverseRule rule,
      Collection<InstrumentFacts> all,
      Set<InstrumentId> members,
      double tolerance,
      double rankTolerance,
      Function<UniverseKey, Set<InstrumentId>> others) {
    this.rule = rule;
    this.members = Set.copyOf(members);
    this.tolerance = tolerance;
    this.others = others;
    var meeting = new ArrayList<InstrumentFacts>();
    for (var one : all) {
      if (isOfItsKind(one)) {
        ofItsKind++;
        if (meets(one)) {
          meeting.add(one);
        }
      }
    }
    rule.top()
        .ifPresentOrElse(
            top -> choose(meeting, top, rankTolerance),
            () -> meeting.forEach(one -> selected.put(one.instrument().id(), one)));
  }

  private boolean isOfItsKind(InstrumentFacts one) {
    var asked = asked(one);
    for (var condition : rule.conditions()) {
      if (condition.isKind() && condition.meets(one, asked) != Condition.Answer.YES) {
        return false;
      }
    }
    return true;
  }

  private boolean meets(InstrumentFacts one) {
    var asked = asked(one);
    Optional<String> unknown = Optional.empty();
    for (var condition : rule.conditions()) {
      switch (condition.meets(one, asked)) {
        case NO -> {
          return false;
        }
        case UNKNOWN -> unknown = unknown.or(() -> Optional.of(condition.unknown()));
        case YES -> {
          // The next one decides.
        }
      }
    }
    if (unknown.isEmpty()) {
      unknown =
          rule.top()
              .map(UniverseRule.Top::measure)
              .filter(measure -> one.number(measure).isEmpty())
              .map(Measure::word);
    }
    unknown.ifPresent(what -> notJudged.merge(what, 1, Integer::sum));
    return unknown.isEmpty();
  }

  private Condition.Asked asked(InstrumentFacts one) {
    return new Condition.Asked(members.contains(one.instrument().id()), tolerance, others);
  }

  /// Members stay up to a rank that is somewhat worse; the best others fill what is left.
  private void choose(List<InstrumentFacts> meeting, UniverseRule.Top top, double rankTolerance) {
    meeting.sort(
        Comparator.<InstrumentFacts>comparingDouble(one -> -value(one, top.measure()))
            .thenComparing(one -> one.instrument().symbol())
            .thenComparing(one -> one.instrument().id()));
    for (int i = 0; i < meeting.size(); i++) {
      ranks.put(meeting.get(i).instrument().id(), i + 1);
    }
    // A hair more, so that 10 * 1.1 counts as 11.
    int worst = (int) Math.floor(top.count() * (1 + rankTolerance) + 1e-9);
    var chosen = new HashSet<InstrumentId>();
    meeting.stream()
        .limit(worst)
        .map(one -> one.instrument().id())
        .filter(members::contains)
        .limit(top.count())
        .forEach(chosen::add);
    for (var one : meeting) {
      if (chosen.size() < top.count()) {
        chosen.add(one.instrument().id());
      }
    }
    for (var one : meeting) {
      if (chosen.contains(one.instrument().id())) {
        selected.put(one.instrument().id(), one);
      }
    }
  }

  private static double value(InstrumentFacts one, Measure measure) {
    return one.number(measure).map(InstrumentFacts.Known::value).orElse(0.0);
  }

  /// In the order of the ranks, else of the instruments.
  Collection<InstrumentFacts> selected() {
    return List.copyOf(selected.values());
  }

  boolean has(InstrumentId instrument) {
    return selected.containsKey(instrument);
  }

  /// Among those who meet all conditions of a rule top N; empty for others.
  OptionalInt rank(InstrumentId instrument) {
    var rank = Optional.ofNullable(ranks.get(instrument));
    return rank.isPresent() ? OptionalInt.of(rank.get()) : OptionalInt.empty();
  }

  /// How many could not be judged, by what is not known of them.
  Map<String, Integer> notJudged() {
    return Map.copyOf(notJudged);
  }

  /// Whether it selects all of its kind although it has conditions.
  boolean isEverybody() {
    return rule.chooses() && selected.size() == ofItsKind;
  }

  int ofItsKind() {
    return ofItsKind;
  }

  /// What speaks for who is selected, or the first thing that speaks against who is not.
  String why(InstrumentFacts one) {
    var asked = asked(one);
    for (var condition : rule.conditions()) {
      if (condition.meets(one, asked) != Condition.Answer.YES) {
        return condition.evidence(one, asked);
      }
    }
    var words = new ArrayList<String>();
    for (var condition : rule.conditions()) {
      if (!condition.isKind()) {
        words.add(condition.evidence(one, asked));
      }
    }
    rule.top().ifPresent(top -> words.add(rankWords(one, top)));
    if (words.isEmpty()) {
      rule.conditions().forEach(condition -> words.add(condition.evidence(one, asked)));
    }
    return String.join("; ", words);
  }

  private String rankWords(InstrumentFacts one, UniverseRule.Top top) {
    var rank = rank(one.instrument().id());
    if (rank.isEmpty()) {
      return one.without(top.measure());
    }
    return "rank %d of %d by %s"
        .formatted(
            rank.getAsInt(),
            ranks.size(),
            one.number(top.measure()).map(InstrumentFacts.Known::toString).orElse(""));
  }

  /// The first condition that an instrument does not meet; empty where it meets all.
  Optional<Condition> against(InstrumentFacts one) {
    var asked = asked(one);
    return rule.conditions().stream()
        .filter(condition -> condition.meets(one, asked) != Condition.Answer.YES)
        .findFirst();
  }
}
