package ai.tickstock.market;

import java.math.BigDecimal;
import java.time.LocalDate;

/// Cash paid to who held one share before the ex-date.
///
/// @param cashAmount per share, as paid (not split-adjusted), not negative
/// @param currency as the vendor writes it, usually `USD`
public record Dividend(LocalDate exDate, BigDecimal cashAmount, String currency) {
  public Dividend {
    if (cashAmount.signum() < 0) {
      throw new IllegalArgumentException(
          "a dividend is not negative: " + cashAmount + " on " + exDate);
    }
  }
}
