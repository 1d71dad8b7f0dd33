package ai.tickstock.listing;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// How telling a word of a name is: the fewer issuers use it, the more.
final class NameWeights {
  private final Map<String, Integer> issuers = new HashMap<>();
  private final int count;

  /// @param names of a whole list; several securities of one issuer count once
  NameWeights(Collection<SecurityName> names) {
    var distinct = new HashSet<Set<String>>();
    for (var name : names) {
      if (distinct.add(name.words())) {
        name.words().forEach(word -> issuers.merge(word, 1, Integer::sum));
      }
    }
    count = Math.max(distinct.size(), 2);
  }

  /// Words that at most so many issuers use can tell who is meant.
  private static final int FEW_ISSUERS = 8;

  boolean isTelling(String word) {
    return issuers.getOrDefault(word, 1) <= FEW_ISSUERS;
  }

  private double weight(String word) {
    return Math.log((double) count / Math.max(1, issuers.getOrDefault(word, 1)));
  }

  private double weight(Collection<String> words) {
    return words.stream().mapToDouble(this::weight).sum();
  }

  /// From 0, nothing in common, to 1, the shorter name stands in the longer one. Names of which
  /// both have numerals and not the same ones have nothing in common.
  double likeness(SecurityName a, SecurityName b) {
    if (!a.numerals().isEmpty() && !b.numerals().isEmpty() && !a.numerals().equals(b.numerals())) {
      return 0;
    }
    var shared = new LinkedHashSet<>(a.words());
    shared.retainAll(b.words());
    double shorter = Math.min(weight(a.words()), weight(b.words()));
    return shorter == 0 ? 0 : weight(shared) / shorter;
  }

  /// As `likeness`, measured by the longer name: funds of one family share most of their words.
  double sameness(SecurityName a, SecurityName b) {
    if (!a.numerals().equals(b.numerals())) {
      return 0;
    }
    var shared = new LinkedHashSet<>(a.words());
    shared.retainAll(b.words());
    var all = new LinkedHashSet<>(a.words());
    all.addAll(b.words());
    double weight = weight(all);
    return weight == 0 ? 0 : weight(shared) / weight;
  }
}
