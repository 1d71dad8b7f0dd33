package ai.tickstock.market;

import java.math.BigDecimal;
import java.time.LocalDate;

/// `to` new shares for `from` old ones, in effect from the open of the execution date: 4-for-1 is
/// from 1 to 4, a 1-for-10 reverse split from 10 to 1.
///
/// @param from positive, not always an integer
/// @param to positive, not always an integer
public record Split(LocalDate executionDate, BigDecimal from, BigDecimal to) {
  public Split {
    if (from.signum() <= 0 || to.signum() <= 0) {
      throw new IllegalArgumentException(
          "a split needs two positive numbers, not " + from + " to " + to + " on " + executionDate);
    }
  }
}
