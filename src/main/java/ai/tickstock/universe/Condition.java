package ai.tickstock.universe;

import ai.tickstock.listing.EquityCategory;
import ai.tickstock.market.InstrumentId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One part of a rule that an instrument meets or not.
sealed interface Condition {

  /// Unknown facts meet nothing, and are counted apart from those that speak against.
  enum Answer {
    YES,
    NO,
    UNKNOWN;

    static Answer of(boolean holds) {
      return holds ? YES : NO;
    }
  }

  /// What an answer depends on beside the instrument.
  ///
  /// @param isMember whether it belongs by the rule already
  /// @param tolerance how far beyond a threshold a member stays, as a fraction
  /// @param others who belongs to another universe
  record Asked(
      boolean isMember, double tolerance, Function<UniverseKey, Set<InstrumentId>> others) {}

  Answer meets(InstrumentFacts one, Asked asked);

  /// The fact behind the answer, with its number and day.
  String evidence(InstrumentFacts one, Asked asked);

  /// What is not known when the answer is unknown.
  String unknown();

  /// Whether it says what kind of instrument is meant, and chooses none among them.
  default boolean isKind() {
    return false;
  }

  record OfCategory(EquityCategory category) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      return Answer.of(one.category() == category);
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      return "type "
          + one.instrument().type().orElse("unknown")
          + " of category "
          + one.category().word();
    }

    @Override
    public String unknown() {
      return "type";
    }

    @Override
    public boolean isKind() {
      return true;
    }
  }

  record OfType(List<String> types) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      return Answer.of(one.instrument().type().filter(types::contains).isPresent());
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      return "type " + one.instrument().type().orElse("unknown");
    }

    @Override
    public String unknown() {
      return "type";
    }

    @Override
    public boolean isKind() {
      return true;
    }
  }

  record InSector(List<String> sectors) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      return one.sector().map(sectors::contains).map(Answer::of).orElse(Answer.UNKNOWN);
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      return one.sector().map(sector -> "sector " + sector).orElse("no sector");
    }

    @Override
    public String unknown() {
      return "sector";
    }
  }

  record InIndustry(List<String> names, Industries industries) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      var known = false;
      for (var name : names) {
        var is = isOf(name, one);
        if (is.orElse(false)) {
          return Answer.YES;
        }
        known |= is.isPresent();
      }
      return known ? Answer.NO : Answer.UNKNOWN;
    }

    private Optional<Boolean> isOf(String name, InstrumentFacts one) {
      return industries.isOf(name, one.fundamentals().sicCode(), one.instrument().industry());
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      var is = names.stream().filter(name -> isOf(name, one).orElse(false)).findFirst();
      var words =
          one.fundamentals().sicCode().map(code -> "SIC " + code + " ").orElse("")
              + one.instrument().industry().orElse("");
      return is.map(name -> "industry " + name + " by ").orElse("")
          + (words.isEmpty() ? "no SIC code" : words.strip());
    }

    @Override
    public String unknown() {
      return "SIC code";
    }
  }

  record OfSic(List<SicRange> ranges) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      return one.fundamentals()
          .sicCode()
          .map(code -> Answer.of(ranges.stream().anyMatch(range -> range.holds(code))))
          .orElse(Answer.UNKNOWN);
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      return one.fundamentals().sicCode().map(code -> "SIC " + code).orElse("no SIC code");
    }

    @Override
    public String unknown() {
      return "SIC code";
    }
  }

  /// What the rules of funds' themes say; no fund has one.
  record OfTheme(String theme) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      return Answer.of(verdict(one).filter(EtfThemes.Verdict::belongs).isPresent());
    }

    Optional<EtfThemes.Verdict> verdict(InstrumentFacts one) {
      return one.themes().stream().filter(v -> v.theme().equals(theme)).findFirst();
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      return verdict(one)
          .map(v ->
              v.rule()
                  + v.sector().map(sector -> " (sector " + sector + ")").orElse("")
                  + "; "
                  + v.evidence())
          .orElseGet(() ->
              one.themes().stream()
                  .filter(EtfThemes.Verdict::belongs)
                  .findFirst()
                  .map(v -> "no rule of " + theme + " holds; " + v.theme() + " does")
                  .orElse("no rule of " + theme + " holds"));
    }

    @Override
    public String unknown() {
      return "theme";
    }
  }

  record InBand(List<String> bands) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      return one.fundamentals()
          .band()
          .map(band -> Answer.of(bands.contains(band)))
          .orElse(Answer.UNKNOWN);
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      var cap = one.number(Measure.MARKET_CAP);
      var before = one.fundamentals().capBefore();
      return one.fundamentals().band().map(band -> "band " + band + ", ").orElse("")
          + cap.map(InstrumentFacts.Known::toString)
              .orElseGet(() -> one.without(Measure.MARKET_CAP))
          + (before.isPresent()
              ? ", before " + Measure.MARKET_CAP.words(before.getAsDouble())
              : "");
    }

    @Override
    public String unknown() {
      return Measure.MARKET_CAP.word();
    }
  }

  /// @param bound in the unit of the measure
  record Threshold(Measure measure, Comparison comparison, double bound) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      return one.number(measure)
          .map(
              number -> Answer.of(comparison.holds(number.value(), bound) || isKept(number, asked)))
          .orElse(Answer.UNKNOWN);
    }

    private boolean isKept(InstrumentFacts.Known number, Asked asked) {
      return asked.isMember()
          && comparison.holds(number.value(), comparison.relaxed(bound, asked.tolerance()));
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      return one.number(measure)
          .map(number -> {
            var limit = comparison.sign() + " " + measure.words(bound);
            return comparison.holds(number.value(), bound)
                ? number.toString()
                : isKept(number, asked)
                    ? number + ", stays: nearly " + limit
                    : number + ", not " + limit;
          })
          .orElseGet(() -> one.without(measure));
    }

    @Override
    public String unknown() {
      return measure.word();
    }
  }

  /// Belongs to at least one of these.
  record InUniverse(List<UniverseKey> universes) implements Condition {
    @Override
    public Answer meets(InstrumentFacts one, Asked asked) {
      return Answer.of(belonging(one, asked).isPresent());
    }

    private Optional<UniverseKey> belonging(InstrumentFacts one, Asked asked) {
      for (var key : universes) {
        if (asked.others().apply(key).contains(one.instrument().id())) {
          return Optional.of(key);
        }
      }
      return Optional.empty();
    }

    @Override
    public String evidence(InstrumentFacts one, Asked asked) {
      return belonging(one, asked)
          .map(key -> "in " + key)
          .orElseGet(() ->
              "not in "
                  + universes.stream()
                      .map(UniverseKey::toString)
                      .collect(Collectors.joining(", ")));
    }

    @Override
    public String unknown() {
      return "membership";
    }
  }
}
