package ai.tickstock.scenario;

import java.util.HashSet;
import java.util.Set;

/// Invented names and tickers; a ticker is given out once.
final class GeneratedNames {
  private static final String[] STARTS = {
    "Nor", "Vel", "Quex", "Bran", "Cal", "Dor", "Eld", "Far", "Glen", "Har", "Ivo", "Jun", "Kest",
    "Lum", "Mar", "Nex", "Oak", "Pel", "Quin", "Rav", "Sol", "Tarn", "Umb", "Vor", "Wex", "Xan",
    "Yar", "Zel", "Ash", "Brook", "Cor", "Dun"
  };
  private static final String[] ENDS = {
    "wick", "tura", "ford", "mere", "stone", "vale", "bridge", "field", "quay", "haven", "crest",
    "point", "lyn", "dale", "well", "gate", "moor", "ridge", "more", "ton", "by", "worth"
  };
  private static final String[] FORMS = {"Inc.", "Corp.", "Holdings, Inc.", "Group Ltd.", "Co."};
  private static final String[] ISSUERS = {
    "Hartmere", "Northquay", "Solcrest", "Quinvale", "Ravenford", "Lumtura", "Oakridge", "Pelworth"
  };
  private static final String[] STYLES = {
    "Core",
    "Value",
    "Growth",
    "Momentum",
    "Dividend",
    "Low Volatility",
    "Quality",
    "Select",
    "Enhanced Income",
    "ESG",
    "Equal Weight",
    "Active"
  };
  private final long seed;
  private final Set<String> used = new HashSet<>();

  GeneratedNames(long seed, Set<String> taken) {
    this.seed = seed;
    used.addAll(taken);
  }

  String company(int number, Sector sector) {
    long h = Hash.of(Hash.of(seed, "company"), number);
    return STARTS[Hash.below(h, STARTS.length)]
        + ENDS[Hash.below(Hash.mix(h), ENDS.length)]
        + " "
        + sector.business(Hash.of(h, 1))
        + " "
        + FORMS[Hash.below(Hash.of(h, 2), FORMS.length)];
  }

  String fund(int number, Sector sector, String kind) {
    long h = Hash.of(Hash.of(seed, "fund"), number);
    return ISSUERS[Hash.below(h, ISSUERS.length)]
        + " "
        + sector.focus
        + " "
        + STYLES[Hash.below(Hash.mix(h), STYLES.length)]
        + " "
        + kind;
  }

  /// A free ticker of three or four letters (five when asked); never one that is or was real and
  /// named.
  String ticker(int number, int letters) {
    for (int attempt = 0; ; attempt++) {
      long h = Hash.of(Hash.of(seed, "ticker"), number, attempt);
      var text = new StringBuilder();
      for (int i = 0; i < letters; i++) {
        text.append((char) ('A' + Hash.below(Hash.of(h, i), 26)));
      }
      var ticker = text.toString();
      if (used.add(ticker)) {
        return ticker;
      }
    }
  }

  /// Whether the ticker was free and is taken now.
  boolean take(String ticker) {
    return used.add(ticker);
  }
}
