package ai.tickstock.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// How well rules find what was planted.
///
/// @param missed labels that no finding of their rule holds
/// @param untrue findings that no label of their rule explains
public record Score(
    String rule,
    int labels,
    int findings,
    List<LabelledMarket.Label> missed,
    List<Finding> untrue) {

  double recall() {
    return labels == 0 ? 1 : 1 - (double) missed.size() / labels;
  }

  double precision() {
    return findings == 0 ? 1 : 1 - (double) untrue.size() / findings;
  }

  /// By rule, of all rules with labels or findings.
  static List<Score> of(List<LabelledMarket.Label> labels, List<Finding> findings) {
    var rules = new TreeMap<String, Boolean>();
    labels.forEach(label -> rules.put(label.rule(), true));
    findings.forEach(finding -> rules.put(finding.rule(), true));
    var scores = new ArrayList<Score>();
    for (var rule : rules.keySet()) {
      var told = labels.stream().filter(label -> label.rule().equals(rule)).toList();
      var found = findings.stream().filter(finding -> finding.rule().equals(rule)).toList();
      scores.add(
          new Score(
              rule,
              told.size(),
              found.size(),
              told.stream()
                  .filter(label -> found.stream().noneMatch(f -> holds(f, label)))
                  .toList(),
              found.stream()
                  .filter(f -> told.stream().noneMatch(label -> holds(f, label)))
                  .toList()));
    }
    return scores;
  }

  private static boolean holds(Finding finding, LabelledMarket.Label label) {
    return (finding.subject().equals(label.ticker())
            || finding.evidence().contains("\"" + label.ticker() + "\""))
        && !finding.first().isAfter(label.session().plusDays(8))
        && !finding.last().isBefore(label.session().minusDays(8));
  }

  @Override
  public String toString() {
    var text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-20s labels %4d  findings %4d  recall %.3f  precision %.3f",
                rule,
                labels,
                findings,
                recall(),
                precision()));
    missed.stream().limit(4).forEach(label -> text.append("\n    missed ").append(label));
    untrue.stream()
        .limit(4)
        .forEach(f ->
            text.append("\n    untrue ")
                .append(f.subject())
                .append(' ')
                .append(f.first())
                .append(": ")
                .append(f.summary()));
    return text.toString();
  }
}
