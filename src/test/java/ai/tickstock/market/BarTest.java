package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarTest {
  private static final Instant START = Bar.startOfSession(LocalDate.of(2020, 3, 23));

  @Test
  void startsADailyBarAtMidnightInNewYork() {
    assertThat(Bar.startOfSession(LocalDate.of(2020, 3, 23))).isEqualTo("2020-03-23T04:00:00Z");
    assertThat(Bar.startOfSession(LocalDate.of(2020, 1, 2))).isEqualTo("2020-01-02T05:00:00Z");
  }

  @Test
  void belongsToTheSessionOfItsNewYorkDate() {
    assertThat(bar(228.19, 229.68, 218.26, 222.95).session()).isEqualTo("2020-03-23");
  }

  @Test
  void keepsOddButReportedValues() {
    assertThat(bar(0, 10, 9, 9.5).open()).isZero();
    assertThat(bar(12, 10, 9, 8).close()).isEqualTo(8);
    assertThat(bar(10, 10, 10, 10).high()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 10, 9, 9.5, open is negative or not a number: -1.0",
    "NaN, 10, 9, 9.5, open is negative or not a number: NaN",
    "9, 0, 9, 9.5, high is not positive: 0.0",
    "9, Infinity, 9, 9.5, high is not positive: Infinity",
    "9, 10, 0, 9.5, low is not positive: 0.0",
    "9, 10, 9, -9.5, close is not positive: -9.5",
    "9, 9.81, 9.93, 9.5, high is below the low of 9.93: 9.81",
  })
  void refusesPricesThatCannotBe(
      double open, double high, double low, double close, String message) {
    assertThatThrownBy(() -> bar(open, high, low, close))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void takesFractionalZeroAndUnknownVolume() {
    assertThat(bar(OptionalDouble.of(0.25)).volume()).hasValue(0.25);
    assertThat(bar(OptionalDouble.of(0)).volume()).hasValue(0);
    assertThat(bar(OptionalDouble.empty()).volume()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAVolumeThatCannotBe(double volume) {
    assertThatThrownBy(() -> bar(OptionalDouble.of(volume)))
        .hasMessage("volume is negative or not a number: " + volume);
  }

  @Test
  void refusesAnAverageThatIsNoNumberAndNegativeTrades() {
    assertThatThrownBy(
            () -> bar(OptionalDouble.empty(), OptionalDouble.of(Double.NaN), OptionalLong.empty()))
        .hasMessage("vwap is not a number: NaN");
    assertThatThrownBy(
            () -> bar(OptionalDouble.empty(), OptionalDouble.of(9.7), OptionalLong.of(-2)))
        .hasMessage("trades is negative: -2.0");
  }

  private static Bar bar(double open, double high, double low, double close) {
    return new Bar(
        START,
        open,
        high,
        low,
        close,
        OptionalDouble.of(100),
        OptionalDouble.empty(),
        OptionalLong.empty());
  }

  private static Bar bar(OptionalDouble volume) {
    return bar(volume, OptionalDouble.empty(), OptionalLong.of(0));
  }

  private static Bar bar(OptionalDouble volume, OptionalDouble vwap, OptionalLong trades) {
    return new Bar(START, 9.5, 10, 9, 9.8, volume, vwap, trades);
  }
}
