package ai.tickstock.listing;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of a security as exchanges write it: who issued it, and what it is.
///
/// @param issuer the part before the words for the kind of share, lower case
/// @param kind those words and what follows, lower case; empty when there are none
/// @param words the telling words of the issuer, without `inc`, `holdings` and the like
/// @param numerals roman numerals, months and numbers of the issuer: funds and blank-check
///   companies of one family differ by nothing else
record SecurityName(String issuer, String kind, Set<String> words, Set<String> numerals) {
  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
  private static final Pattern WITHIN_WORDS = Pattern.compile("[.'’&]");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern END = Pattern.compile("[, ]+$");
  private static final Pattern NUMERAL =
      Pattern.compile(
          "[ivx]{2,}|[0-9]+x?|january|february|march|april|may|june|july|august|september|october"
              + "|november|december");

  /// Where the issuer's name ends.
  private static final Pattern KIND =
      Pattern.compile(
          "[, -]+((class|series) [a-z] )?(new )?"
              + "(common (stock|shares?|units?)|ordinary shares?|capital stock|voting shares?"
              + "|limited voting|subordinate|american depositary|depositary (shares?|receipts?)"
              + "|units?\\b|(redeemable )?warrants?|rights?\\b|shares? of beneficial|beneficial"
              + "|(class|series) [a-z]$|[0-9.]+ ?%|(junior |senior )?(subordinated )?(notes|debentures)"
              + "|preferred|cumulative|ads$|adr$|when.issued)");

  private static final Pattern SERIES =
      Pattern.compile("notes|debentures|preferred|cumulative|perpetual|due 20|^[0-9]");

  private static final int LEAST_BEGINNING = 8;

  private static final Set<String> NOISE =
      Set.of(
          "inc",
          "incorporated",
          "corp",
          "corporation",
          "co",
          "company",
          "companies",
          "ltd",
          "limited",
          "plc",
          "sa",
          "nv",
          "ag",
          "se",
          "bv",
          "llc",
          "lp",
          "group",
          "holding",
          "holdings",
          "the",
          "and",
          "of",
          "de",
          "trust",
          "etf",
          "etfs",
          "fund",
          "funds",
          "series",
          "international",
          "us",
          "new");

  SecurityName {
    words = Set.copyOf(words);
    numerals = Set.copyOf(numerals);
  }

  static SecurityName of(String name) {
    var plain = END.matcher(withoutAccents(name.strip()).toLowerCase(Locale.ROOT)).replaceAll("");
    var kind = KIND.matcher(plain);
    boolean split = kind.find();
    var issuer = split(split ? plain.substring(0, kind.start()) : plain);
    var words = new LinkedHashSet<String>();
    var numerals = new LinkedHashSet<String>();
    for (var word : issuer) {
      if (NUMERAL.matcher(word).matches()) {
        numerals.add(word);
      } else if (!NOISE.contains(word)) {
        words.add(word);
      }
    }
    return new SecurityName(
        String.join(" ", issuer),
        split ? String.join(" ", split(plain.substring(kind.start()))) : "",
        words,
        numerals);
  }

  private static String withoutAccents(String text) {
    return text.chars().allMatch(letter -> letter < 128)
        ? text
        : ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
  }

  private static List<String> split(String text) {
    return BETWEEN_WORDS
        .splitAsStream(WITHIN_WORDS.matcher(text).replaceAll(""))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /// Whether both say the same of issuer and kind, up to punctuation.
  boolean isSame(SecurityName other) {
    return issuer.equals(other.issuer) && kind.equals(other.kind);
  }

  /// Whether one issuer's name, written without spaces, begins the other's: `Exxon Mobil`,
  /// `ExxonMobil Holdings`.
  boolean beginsLike(SecurityName other) {
    var ours = issuer.replace(" ", "");
    var theirs = other.issuer.replace(" ", "");
    int length = Math.min(LEAST_BEGINNING, Math.min(ours.length(), theirs.length()));
    return length > 0 && ours.regionMatches(0, theirs, 0, length);
  }

  /// Which kind of line of a list it is: `share`, `unit`, `warrant`, `right`, or `series` for notes
  /// and preferred shares, of which an issuer has many.
  String line() {
    return kind.startsWith("unit")
        ? "unit"
        : kind.contains("warrant")
            ? "warrant"
            : kind.startsWith("right") ? "right" : SERIES.matcher(kind).find() ? "series" : "share";
  }

  /// Traded before the security exists; another line of the list than the security itself.
  boolean isWhenIssued() {
    return kind.contains("when issued");
  }

  /// The letter of the share class, where the name tells one; else empty.
  String shareClass() {
    var at = kind.indexOf("class ");
    return at < 0 || at + 6 >= kind.length() ? "" : kind.substring(at + 6, at + 7);
  }
}
