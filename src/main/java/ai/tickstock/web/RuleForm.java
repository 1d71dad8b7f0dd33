package ai.tickstock.web;

import ai.tickstock.universe.RuleRefresh;
import ai.tickstock.universe.UniverseDecisions;
import ai.tickstock.universe.UniverseRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rule of a universe, and who would join and leave by another one before it is saved.
///
/// @param present empty for a list
/// @param rule what was written; the present one where nothing was
/// @param problem why it cannot be a rule, and in which part; empty where it can
/// @param preview empty while nothing was written, and where it cannot be a rule
record RuleForm(
    String key, String present, String rule, Optional<String> problem, Optional<Preview> preview) {
  private static final int MOST_SHOWN = 500;

  /// What a refresh would do now.
  ///
  /// @param members of now
  /// @param joining the first of those who would join
  /// @param leaving the first of those who would leave
  /// @param held why that would wait for somebody to approve it
  /// @param notJudged how many could not be judged, by what is not known of them
  record Preview(
      int members,
      int selected,
      int joins,
      int leaves,
      List<UniverseFacts.Move> joining,
      List<UniverseFacts.Move> leaving,
      Optional<String> held,
      Map<String, Integer> notJudged) {
    private static Preview of(RuleRefresh.OfUniverse one) {
      return new Preview(
          one.members(),
          one.selected(),
          one.joined().size(),
          one.left().size() + one.gone().size(),
          UniverseFacts.moves(one.joined()).stream().limit(MOST_SHOWN).toList(),
          UniverseFacts.moves(one.left()).stream().limit(MOST_SHOWN).toList(),
          one.held(),
          one.notJudged());
    }
  }

  static RuleForm of(Asked asked, ConsoleProgram program) {
    var key = asked.shown("key");
    var present = new UniverseDecisions(program.database()).rule(key).orElse("");
    if (!asked.has("rule")) {
      return new RuleForm(key, present, present, Optional.empty(), Optional.empty());
    }
    var rule = oneLine(asked.shown("rule"));
    try {
      var preview = UniverseFacts.rules(program).preview(key, rule, UniverseFacts.today(program));
      return new RuleForm(key, present, rule, Optional.empty(), Optional.of(Preview.of(preview)));
    } catch (UniverseRefused refused) {
      return new RuleForm(
          key, present, rule, Optional.of(String.valueOf(refused.getMessage())), Optional.empty());
    }
  }

  /// As rules are kept.
  static String oneLine(String rule) {
    return rule.strip().replaceAll("\\s+", " ");
  }

  boolean isPresent() {
    return rule.equals(present);
  }
}
