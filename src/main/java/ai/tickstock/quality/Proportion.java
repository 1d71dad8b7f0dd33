package ai.tickstock.quality;

import java.util.OptionalLong;

/// So many of so many, with the interval that holds the true part with 95 % confidence.
///
/// The interval is Wilson's, which is right also for parts near 0 and for few cases (Wilson,
/// "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
/// Statistical Association 22, 1927; recommended by Brown, Cai and DasGupta, Statistical Science
/// 16, 2001).
///
/// @param some 0 to `all`
public record Proportion(long some, long all) {
  /// The 97.5 % quantile of the normal distribution.
  private static final double Z = 1.959963984540054;

  public Proportion {
    if (some < 0 || some > all) {
      throw new IllegalArgumentException(some + " of " + all + " is no part");
    }
  }

  /// The part; NaN of nothing.
  public double rate() {
    return (double) some / all;
  }

  /// Lower end of the interval; 0 of nothing.
  public double low() {
    return all == 0 ? 0 : some == 0 ? 0 : centre() - spread();
  }

  /// Upper end of the interval; 1 of nothing.
  public double high() {
    return all == 0 ? 1 : some == all ? 1 : centre() + spread();
  }

  private double centre() {
    return (some + Z * Z / 2) / (all + Z * Z);
  }

  private double spread() {
    return Z / (all + Z * Z) * Math.sqrt((double) some * (all - some) / all + Z * Z / 4);
  }

  /// Of how many the same number must be for the upper end to lie below a limit: what shows that
  /// the true part is smaller.
  ///
  /// @param limit between 0 and 1
  /// @return empty where no number of cases that a long can hold would do
  public OptionalLong neededBelow(double limit) {
    long few = Math.max(1, some);
    long many = few;
    while (new Proportion(some, many).high() >= limit) {
      if (many > Long.MAX_VALUE / 4) {
        return OptionalLong.empty();
      }
      few = many;
      many *= 2;
    }
    while (few < many) {
      long middle = few + (many - few) / 2;
      if (new Proportion(some, middle).high() < limit) {
        many = middle;
      } else {
        few = middle + 1;
      }
    }
    return OptionalLong.of(many);
  }
}
