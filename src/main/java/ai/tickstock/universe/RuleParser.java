package ai.tickstock.universe;

import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.NearMatches;
import ai.tickstock.listing.Sectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads rules. What cannot be read is refused with the part where it stands and the known words.
final class RuleParser {
  static final RuleParser BUNDLED =
      new RuleParser(
          Sectors.bundled().names(),
          Industries.bundled(),
          Bands.bundled().names(),
          EtfThemes.bundled().themes());

  private static final Pattern LIST = Pattern.compile("(\\w+) *(?:=| in ) *(.+)");
  private static final Pattern THRESHOLD =
      Pattern.compile("(\\w+) *(>=|<=|>|<|=) *([^ ]+)(?: over (\\w+) sessions)?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,30}(\\.\\d{1,30})?([eE]\\d{1,2})?");
  private static final Pattern TOP = Pattern.compile("top +(\\S+) +by +(\\S+)");
  private static final int MOST = 100_000;
  private static final String PARTS =
      "stocks, etfs, other, type in CS, ADRC, sector = Technology, industry = banks, sic in 6020-6039,"
          + " theme etf_growth, band = large, market_cap >= 10e9, aum >= 1e9, volume >= 5e6,"
          + " expense_ratio <= 0.002, in dev_top_10, etf_core, top 10 by market_cap";

  private final List<String> sectors;
  private final Industries industries;
  private final List<String> bands;
  private final Collection<String> themes;

  RuleParser(
      List<String> sectors, Industries industries, List<String> bands, Collection<String> themes) {
    this.sectors = List.copyOf(sectors);
    this.industries = industries;
    this.bands = List.copyOf(bands);
    this.themes = List.copyOf(themes);
  }

  /// Where a part stands in the rule.
  private record Part(int number, String text) {
    UniverseRefused refused(String why) {
      return new UniverseRefused("rule part " + number + " '" + text + "': " + why);
    }
  }

  UniverseRule parse(String text) {
    if (text.isBlank()) {
      throw new UniverseRefused("a rule has at least one part; parts are such as " + PARTS);
    }
    var conditions = new ArrayList<Condition>();
    Optional<UniverseRule.Top> top = Optional.empty();
    int number = 0;
    for (var piece : text.split(";", -1)) {
      var part = new Part(++number, piece.strip().replaceAll("\\s+", " "));
      if (top.isPresent()) {
        throw part.refused("nothing comes after 'top'");
      }
      if (part.text().isEmpty()) {
        throw part.refused("is empty");
      }
      top = top(part);
      if (top.isEmpty()) {
        conditions.add(condition(part, conditions));
      }
    }
    return new UniverseRule(text.strip().replaceAll("\\s+", " "), conditions, top);
  }

  private static Optional<UniverseRule.Top> top(Part part) {
    var words = TOP.matcher(part.text());
    if (!words.matches()) {
      if (part.text().equals("top") || part.text().startsWith("top ")) {
        throw part.refused("such as 'top 10 by market_cap' is meant");
      }
      return Optional.empty();
    }
    var count = words.group(1);
    if (!count.matches("[1-9]\\d{0,5}") || Integer.parseInt(count) > MOST) {
      throw part.refused("'" + count + "' is not a number from 1 to " + MOST);
    }
    var measure = measure(part, words.group(2));
    if (measure == Measure.EXPENSE_RATIO) {
      throw part.refused("ranks are by market_cap, aum or volume");
    }
    return Optional.of(new UniverseRule.Top(Integer.parseInt(count), measure));
  }

  private Condition condition(Part part, List<Condition> before) {
    var text = part.text();
    for (var category : EquityCategory.values()) {
      if (category.word().toLowerCase(Locale.ROOT).equals(text)) {
        if (before.stream().anyMatch(Condition.OfCategory.class::isInstance)) {
          throw part.refused("one category is here already, and nobody is of two");
        }
        return new Condition.OfCategory(category);
      }
    }
    if (text.startsWith("in ")) {
      return new Condition.InUniverse(
          words(text.substring(3)).stream().map(UniverseKey::parse).toList());
    }
    if (text.startsWith("theme ") && !text.contains("=")) {
      return theme(part, text.substring(6).strip());
    }
    var threshold = THRESHOLD.matcher(text);
    if (threshold.matches() && Measure.of(threshold.group(1)).isPresent()) {
      return threshold(
          part,
          measure(part, threshold.group(1)),
          threshold.group(2),
          threshold.group(3),
          Optional.ofNullable(threshold.group(4)));
    }
    var list = LIST.matcher(text);
    if (list.matches()) {
      var values = words(list.group(2));
      switch (list.group(1)) {
        case "type" -> {
          return new Condition.OfType(values);
        }
        case "sector" -> {
          return new Condition.InSector(known(part, "sector", values, sectors));
        }
        case "industry" -> {
          return new Condition.InIndustry(
              known(part, "industry", values, industries.names()), industries);
        }
        case "band" -> {
          return new Condition.InBand(known(part, "band", values, bands));
        }
        case "theme" -> {
          return theme(part, list.group(2).strip());
        }
        case "sic" -> {
          return new Condition.OfSic(values.stream().map(one -> sic(part, one)).toList());
        }
        default -> {
          // Said below.
        }
      }
    }
    throw part.refused("is no part of a rule; parts are such as " + PARTS);
  }

  private Condition theme(Part part, String theme) {
    return new Condition.OfTheme(known(part, "theme", List.of(theme), themes).getFirst());
  }

  private static Condition threshold(
      Part part, Measure measure, String sign, String number, Optional<String> sessions) {
    var comparison =
        Comparison.of(sign)
            .orElseThrow(
                () -> part.refused("thresholds are with >=, >, <= or <, not with " + sign));
    if (!NUMBER.matcher(number).matches()) {
      throw part.refused("'" + number + "' is not a number such as 10e9 or 0.002");
    }
    if (sessions.isPresent()
        && (measure != Measure.VOLUME
            || !sessions.get().equals(String.valueOf(RuleFacts.VOLUME_SESSIONS)))) {
      throw part.refused(
          "volume is the mean of " + RuleFacts.VOLUME_SESSIONS + " sessions, nothing else of any");
    }
    return new Condition.Threshold(measure, comparison, Double.parseDouble(number));
  }

  private static SicRange sic(Part part, String text) {
    return SicRange.parse(text)
        .orElseThrow(
            () -> part.refused("'" + text + "' is not a SIC code or range such as 6020-6039"));
  }

  private static Measure measure(Part part, String word) {
    return Measure.of(word)
        .orElseThrow(() ->
            part.refused(
                "'"
                    + word
                    + "' is not a number of instruments: "
                    + Arrays.stream(Measure.values())
                        .map(Measure::word)
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("")
                    + " are"));
  }

  private static List<String> known(
      Part part, String what, List<String> values, Collection<String> all) {
    var known = new ArrayList<String>();
    for (var value : values) {
      known.add(
          all.stream()
              .filter(value::equalsIgnoreCase)
              .findFirst()
              .orElseThrow(() -> {
                var near = NearMatches.of(value, all, 1);
                return part.refused(
                    "there is no "
                        + what
                        + " '"
                        + value
                        + "'"
                        + (near.isEmpty() ? "." : "; did you mean " + near.getFirst() + "?")
                        + " There are "
                        + String.join(", ", all));
              }));
    }
    return known;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }
}
