package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorporateActionTest {
  private static final LocalDate DATE = LocalDate.of(2020, 8, 31);

  @ParameterizedTest
  @CsvSource({"0, 4", "1, 0", "-1, 4", "1, -4"})
  void aSplitNeedsTwoPositiveNumbers(BigDecimal from, BigDecimal to) {
    assertThatThrownBy(() -> new Split(DATE, from, to))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a split needs two positive numbers, not " + from + " to " + to + " on 2020-08-31");
  }

  @Test
  void aDividendCanBeNothingButNotNegative() {
    assertThat(new Dividend(DATE, BigDecimal.ZERO, "USD").cashAmount()).isZero();
    assertThatThrownBy(() -> new Dividend(DATE, new BigDecimal("-0.01"), "USD"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a dividend is not negative: -0.01 on 2020-08-31");
  }
}
