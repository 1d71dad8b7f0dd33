package ai.tickstock.universe;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The rules by which funds belong to themes, and which index they follow.
public final class EtfThemes {
  private static final String THEMES = "etf-themes.csv";
  private static final String INDEXES = "etf-indexes.csv";
  private static final String SECTOR = "sector";
  private static final String LEVERAGE = "leverage";
  private static final String BENCHMARK = "benchmark";
  private static final String ALL_SECTORS = "sector.";
  private static final Set<String> FIELDS =
      Set.of(
          "category",
          "category_group",
          "focus",
          "asset_class",
          BENCHMARK,
          "name",
          LEVERAGE,
          SECTOR);

  /// More funds than any market has.
  private static final int MOST_KNOWN = 20_000;

  private final List<Rule> rules;
  private final List<IndexRule> indexes;

  /// What was made of the same evidence before: patterns are many, and facts of funds hardly change
  /// between two looks at a market.
  private final Map<List<Evidence>, Made> known = new ConcurrentHashMap<>();

  private EtfThemes(List<Rule> rules, List<IndexRule> indexes) {
    this.rules = rules;
    this.indexes = indexes;
  }

  /// Something that a source says of a fund.
  ///
  /// @param field as in the rules; `sector.energy` for a share
  /// @param source with `asOf` for people
  public record Evidence(String field, String value, String source, Optional<LocalDate> asOf) {
    /// `category 'Large Growth' (etf_profiles, 2021-12-03)`.
    @Override
    public String toString() {
      return field + " '" + value + "' (" + source + asOf.map(date -> ", " + date).orElse("") + ")";
    }
  }

  enum Action {
    /// Belongs, and to no other theme.
    APART,
    IN,
    OUT
  }

  record Rule(
      String theme,
      int precedence,
      Action action,
      String field,
      Predicate<Evidence> matches,
      Optional<String> sector,
      String reason) {}

  private record Made(List<Verdict> verdicts, Optional<String> index) {}

  private record IndexRule(Optional<String> index, String field, Pattern pattern) {}

  /// How a theme was decided.
  ///
  /// @param belongs whether the fund does
  /// @param rule `etf-themes.csv rule 40: category of debt`
  /// @param evidence what the rule matched
  /// @param sector that the fund follows
  public record Verdict(
      String theme,
      boolean belongs,
      int precedence,
      String rule,
      Evidence evidence,
      Optional<String> sector) {}

  /// What ships with the program.
  public static EtfThemes bundled() {
    return Bundled.THEMES_AND_INDEXES;
  }

  private static final class Bundled {
    static final EtfThemes THEMES_AND_INDEXES =
        read(SeedRow.resource(THEMES), SeedRow.resource(INDEXES));
  }

  /// From the texts of the two files.
  ///
  /// @throws IllegalArgumentException if a line is wrong, with file, line number and reason
  static EtfThemes read(String themes, String indexes) {
    return new EtfThemes(rules(themes), indexRules(indexes));
  }

  private static List<Rule> rules(String text) {
    var rules = new ArrayList<Rule>();
    var seen = new HashSet<Integer>();
    for (var row :
        SeedRow.all(THEMES, text, "theme,precedence,action,field,pattern,sector,reason")) {
      var field = row.text("field");
      row.require(FIELDS.contains(field), "'" + field + "' is not a field of funds");
      int precedence = number(row, row.text("precedence"));
      row.require(seen.add(precedence), "precedence " + precedence + " is here already");
      var sector = row.record().getField(SECTOR).strip();
      rules.add(
          new Rule(
              row.text("theme"),
              precedence,
              action(row),
              field,
              matches(row, field),
              Optional.of(sector).filter(s -> !s.isEmpty()),
              row.text("reason")));
    }
    rules.sort(Comparator.comparingInt(Rule::precedence));
    return List.copyOf(rules);
  }

  private static Action action(SeedRow row) {
    var word = row.text("action");
    for (var action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(word)) {
        return action;
      }
    }
    row.require(false, "'" + word + "' is not an action: apart, in, out are");
    return Action.OUT;
  }

  private static int number(SeedRow row, String text) {
    row.require(text.matches("\\d{1,6}"), "'" + text + "' is not a number");
    return Integer.parseInt(text);
  }

  private static Predicate<Evidence> matches(SeedRow row, String field) {
    var text = row.text("pattern");
    if (field.equals(LEVERAGE)) {
      var parts = Pattern.compile("([<>]) (-?\\d+(?:\\.\\d+)?)").matcher(text);
      row.require(parts.matches(), "'" + text + "' is not a comparison such as '< 0'");
      var bound = new BigDecimal(parts.group(2));
      int sign = parts.group(1).equals("<") ? -1 : 1;
      return e -> e.field().equals(LEVERAGE) && new BigDecimal(e.value()).compareTo(bound) == sign;
    }
    if (field.equals(SECTOR)) {
      var parts = Pattern.compile("(\\w+) (\\d(?:\\.\\d+)?)").matcher(text);
      row.require(parts.matches(), "'" + text + "' is not a share such as 'energy 0.8'");
      var least = new BigDecimal(parts.group(2));
      var name = ALL_SECTORS + parts.group(1);
      return e -> e.field().equals(name) && new BigDecimal(e.value()).compareTo(least) >= 0;
    }
    var pattern = pattern(row, text);
    return e -> e.field().equals(field) && pattern.matcher(e.value()).find();
  }

  private static Pattern pattern(SeedRow row, String text) {
    try {
      return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      row.require(false, "'" + text + "' is not a pattern: " + e.getDescription());
      throw e;
    }
  }

  private static List<IndexRule> indexRules(String text) {
    var rules = new ArrayList<IndexRule>();
    for (var row : SeedRow.all(INDEXES, text, "index,field,pattern,source")) {
      var index = row.record().getField("index").strip();
      row.text("source");
      rules.add(
          new IndexRule(
              Optional.of(index).filter(i -> !i.isEmpty()),
              row.text("field"),
              pattern(row, row.text("pattern"))));
    }
    return List.copyOf(rules);
  }

  /// The themes that have rules.
  public Set<String> themes() {
    var themes = new LinkedHashSet<String>();
    rules.forEach(r -> themes.add(r.theme()));
    return themes;
  }

  /// What was decided and by what, of each theme that a rule matched, by precedence. A fund that
  /// belongs to a theme apart belongs to that one only.
  public List<Verdict> classify(List<Evidence> evidence) {
    return made(evidence).verdicts();
  }

  /// The index that a fund follows; empty where neither benchmark nor name says it.
  public Optional<String> index(List<Evidence> evidence) {
    return made(evidence).index();
  }

  private Made made(List<Evidence> evidence) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(
        List.copyOf(evidence), same -> new Made(verdicts(same), followed(same)));
  }

  private List<Verdict> verdicts(List<Evidence> evidence) {
    var verdicts = new ArrayList<Verdict>();
    var decided = new HashSet<String>();
    for (var rule : rules) {
      if (decided.contains(rule.theme())) {
        continue;
      }
      var match = evidence.stream().filter(rule.matches()).findFirst();
      if (match.isPresent()) {
        decided.add(rule.theme());
        var verdict =
            new Verdict(
                rule.theme(),
                rule.action() != Action.OUT,
                rule.precedence(),
                THEMES + " rule " + rule.precedence() + ": " + rule.reason(),
                match.get(),
                rule.action() == Action.OUT ? Optional.empty() : rule.sector());
        if (rule.action() == Action.APART) {
          return List.of(verdict);
        }
        verdicts.add(verdict);
      }
    }
    return List.copyOf(verdicts);
  }

  private Optional<String> followed(List<Evidence> evidence) {
    var benchmark = first(evidence, BENCHMARK);
    return (benchmark.isPresent()
        ? matched(benchmark.get(), BENCHMARK).or(() -> benchmark)
        : first(evidence, "name").flatMap(name -> matched(name, "name")));
  }

  private static Optional<String> first(List<Evidence> evidence, String field) {
    return evidence.stream().filter(e -> e.field().equals(field)).map(Evidence::value).findFirst();
  }

  private Optional<String> matched(String text, String field) {
    return indexes.stream()
        .filter(r -> r.field().equals(field) && r.pattern().matcher(text).find())
        .findFirst()
        .flatMap(IndexRule::index);
  }
}
