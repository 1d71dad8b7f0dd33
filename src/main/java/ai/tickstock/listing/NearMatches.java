package ai.tickstock.listing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Known words that somebody may have meant by an unknown one.
public final class NearMatches {
  /// A text this long may also be a part of the word that was meant.
  private static final int LONG_ENOUGH_FOR_A_PART = 4;

  private NearMatches() {}

  private record Match(String word, int distance, boolean sameLetters) {}

  /// The candidates within a third of the text's length in single-letter changes (omitted, added,
  /// replaced, two neighbours swapped; at least one, at most three; upper and lower case alike), or
  /// that contain it. The nearest first; among equals those made of the same letters, then in the
  /// order given.
  public static List<String> of(String text, Iterable<String> candidates, int most) {
    var wanted = text.toLowerCase(Locale.ROOT);
    var letters = letters(wanted);
    int limit = Math.clamp(wanted.length() / 3, 1, 3);
    var matches = new ArrayList<Match>();
    for (var candidate : candidates) {
      var word = candidate.toLowerCase(Locale.ROOT);
      int distance =
          Math.abs(word.length() - wanted.length()) > limit
              ? Integer.MAX_VALUE
              : distance(wanted, word);
      if (distance <= limit) {
        matches.add(new Match(candidate, distance, letters(word).equals(letters)));
      } else if (wanted.length() >= LONG_ENOUGH_FOR_A_PART && word.contains(wanted)) {
        matches.add(new Match(candidate, limit + 1, false));
      }
    }
    return matches.stream()
        .sorted(
            Comparator.comparingInt(Match::distance)
                .thenComparing(Match::sameLetters, Comparator.reverseOrder()))
        .limit(most)
        .map(Match::word)
        .toList();
  }

  private static Set<Integer> letters(String word) {
    return word.chars().boxed().collect(Collectors.toSet());
  }

  /// Single-letter changes from one word to the other; a swap of neighbours is one.
  static int distance(String a, String b) {
    var before = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      var free = before;
      before = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
