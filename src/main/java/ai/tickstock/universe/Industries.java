package ai.tickstock.universe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The industries that rules can name, see `industries.csv`. Immutable.
final class Industries {
  private static final String FILE = "industries.csv";

  private final Map<String, List<SicRange>> codes = new LinkedHashMap<>();
  private final Map<String, List<Pattern>> words = new LinkedHashMap<>();

  private Industries() {}

  static Industries bundled() {
    return read(SeedRow.resource(FILE));
  }

  /// @throws IllegalArgumentException if a line is wrong, with file, line number and reason
  static Industries read(String text) {
    var industries = new Industries();
    for (var row : SeedRow.all(FILE, text, "industry,from,to,words,source")) {
      row.text("source");
      var industry = row.text("industry");
      var pattern = row.record().getField("words").strip();
      if (pattern.isEmpty()) {
        var range = SicRange.parse(row.text("from") + "-" + row.text("to"));
        row.require(range.isPresent(), "from and to are not SIC codes");
        range.ifPresent(one -> add(industries.codes, industry, one));
      } else {
        row.require(
            row.record().getField("from").isBlank() && row.record().getField("to").isBlank(),
            "a row has codes or words");
        add(industries.words, industry, pattern(row, pattern));
      }
    }
    return industries;
  }

  private static Pattern pattern(SeedRow row, String text) {
    try {
      return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      row.require(false, "'" + text + "' is not a pattern: " + e.getDescription());
      throw e;
    }
  }

  private static <T> void add(Map<String, List<T>> all, String industry, T one) {
    all.computeIfAbsent(industry, _ -> new ArrayList<>()).add(one);
  }

  Set<String> names() {
    var names = new LinkedHashSet<>(codes.keySet());
    names.addAll(words.keySet());
    return names;
  }

  /// Whether a company is of the industry.
  ///
  /// @param description the vendor's words; they count where there is no code
  /// @return empty where nobody knows
  Optional<Boolean> isOf(String industry, Optional<String> sicCode, Optional<String> description) {
    if (sicCode.isPresent()) {
      return Optional.of(
          codes.getOrDefault(industry, List.of()).stream().anyMatch(r -> r.holds(sicCode.get())));
    }
    return description.map(text ->
        words.getOrDefault(industry, List.of()).stream().anyMatch(p -> p.matcher(text).find()));
  }
}
