package ai.tickstock.universe;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A name as a list of members gives it, to be found again in a vendor's longer or shorter one.
///
/// Case, accents and punctuation do not matter (`S&P` is `sp`, `McDonald's` is `mcdonalds`), nor do
/// words that only say what kind of company, share or fund it is, nor whether a usual word is cut
/// short (`Technologies`, `Tech`). Then every word of the expected name must stand in the other, in
/// any order, or begin a word of it with five letters at least (`Exxon`, `ExxonMobil`; but not
/// `Alphabet`, `Alpha`). Names written together and apart are alike (`JPMorgan`, `JP Morgan
/// Chase`).
final class CompanyName {
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern WITHIN_WORDS = Pattern.compile("[.&'’]");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
  private static final String DOT_COM = ".com";
  private static final int LEAST_BEGINNING = 5;

  private static final Set<String> NOISE =
      Set.copyOf(
          List.of(
              ("inc incorporated corp corporation co company companies ltd limited plc sa nv ag se"
                      + " llc lp group holding holdings the and of com"
                      + " class a b c common ordinary stock shares share series"
                      + " adr ads american depositary depository receipt receipts"
                      + " sponsored unsponsored etf etn etfs fund funds trust index")
                  .split(" ")));

  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("company", "co"),
          Map.entry("corporation", "corp"),
          Map.entry("incorporated", "inc"),
          Map.entry("limited", "ltd"),
          Map.entry("technology", "tech"),
          Map.entry("technologies", "tech"),
          Map.entry("international", "intl"),
          Map.entry("pharmaceutical", "pharma"),
          Map.entry("pharmaceuticals", "pharma"),
          Map.entry("laboratories", "labs"),
          Map.entry("communications", "comm"),
          Map.entry("communication", "comm"),
          Map.entry("manufacturing", "mfg"),
          Map.entry("services", "svcs"),
          Map.entry("service", "svcs"),
          Map.entry("financial", "finl"),
          Map.entry("financials", "finl"),
          Map.entry("volatility", "vol"),
          Map.entry("motors", "motor"),
          Map.entry("systems", "system"),
          Map.entry("sciences", "science"),
          Map.entry("materials", "material"));

  private final Set<String> words;

  private CompanyName(Set<String> words) {
    this.words = words;
  }

  static CompanyName of(String name) {
    var all = new LinkedHashSet<String>();
    var plain = ACCENTS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    var lower = plain.toLowerCase(Locale.ROOT).replace(DOT_COM, " ");
    var joined = WITHIN_WORDS.matcher(lower).replaceAll("");
    for (var word : BETWEEN_WORDS.splitAsStream(joined).toList()) {
      if (!word.isEmpty()) {
        all.add(SHORT.getOrDefault(word, word));
      }
    }
    var telling = new LinkedHashSet<>(all);
    telling.removeAll(NOISE);
    return new CompanyName(telling.isEmpty() ? all : telling);
  }

  /// Whether an instrument of that name is the one meant by this; an empty name means any.
  boolean isMeantBy(String actual) {
    var other = of(actual);
    return words.stream().allMatch(other::has) || other.beginsWith(String.join("", words));
  }

  private boolean has(String expected) {
    return words.contains(expected)
        || (expected.length() >= LEAST_BEGINNING
            && words.stream().anyMatch(word -> word.startsWith(expected)));
  }

  /// Whether the first words, written together, are the text.
  private boolean beginsWith(String text) {
    var together = new StringBuilder();
    for (var word : words) {
      if (together.append(word).toString().equals(text)) {
        return true;
      }
    }
    return false;
  }
}
