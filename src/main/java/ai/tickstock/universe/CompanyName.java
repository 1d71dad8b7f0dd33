package ai.tickstock.universe;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A name as a list of members gives it, to be found again in a vendor's longer or shorter one.
///
/// Case, accents and punctuation do not matter (`S&P` is `sp`, `McDonald's` is `mcdonalds`), nor do
/// words that only say what kind of company, share or fund it is. Then every word of the expected
/// name must stand in the other, in any order, where one of the two may be cut short (`Tech`,
/// `Technologies`; four letters at least). Names written together and apart are alike (`JPMorgan`,
/// `JP Morgan Chase`).
final class CompanyName {
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern WITHIN_WORDS = Pattern.compile("[.&'’]");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
  private static final int LEAST_PREFIX = 4;
  private static final int LEAST_SQUEEZED = 5;

  private static final Set<String> NOISE =
      Set.copyOf(
          List.of(
              ("inc incorporated corp corporation co company companies ltd limited plc sa nv ag se"
                      + " llc lp group holding holdings the and of com"
                      + " class a b c common ordinary stock shares share series"
                      + " adr ads american depositary depository receipt receipts"
                      + " sponsored unsponsored etf etn etfs fund funds trust index")
                  .split(" ")));

  private final Set<String> words;

  private CompanyName(Set<String> words) {
    this.words = words;
  }

  static CompanyName of(String name) {
    var all = new LinkedHashSet<String>();
    var plain = ACCENTS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    var joined = WITHIN_WORDS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("");
    for (var word : BETWEEN_WORDS.splitAsStream(joined).toList()) {
      if (!word.isEmpty()) {
        all.add(word);
      }
    }
    var telling = new LinkedHashSet<>(all);
    telling.removeAll(NOISE);
    return new CompanyName(telling.isEmpty() ? all : telling);
  }

  /// Whether an instrument of that name is the one meant by this; an empty name means any.
  boolean isMeantBy(String actual) {
    var other = of(actual);
    return other.words.containsAll(words)
        || words.stream().allMatch(word -> other.words.stream().anyMatch(o -> alike(word, o)))
        || startsAlike(squeezed(), other.squeezed());
  }

  private static boolean alike(String a, String b) {
    return a.equals(b)
        || a.length() >= LEAST_PREFIX && b.startsWith(a)
        || b.length() >= LEAST_PREFIX && a.startsWith(b);
  }

  private static boolean startsAlike(String expected, String actual) {
    return expected.length() >= LEAST_SQUEEZED && actual.startsWith(expected);
  }

  private String squeezed() {
    return String.join("", words);
  }
}
