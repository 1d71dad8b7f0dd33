package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Wilson's interval, beside values from its literature.
class ProportionTest {
  @Test
  void agreesWithPublishedValues() {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    var some = new Proportion(81, 263);
    assertThat(some.low()).isCloseTo(0.2553, within(0.00005));
    assertThat(some.high()).isCloseTo(0.3662, within(0.00005));
    var few = new Proportion(15, 148);
    assertThat(few.low()).isCloseTo(0.0624, within(0.00005));
    assertThat(few.high()).isCloseTo(0.1605, within(0.00005));
    var none = new Proportion(0, 20);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isCloseTo(0.1611, within(0.00005));
    assertThat(new Proportion(29, 29).low()).isCloseTo(0.8830, within(0.00005));
  }

  @Test
  void saysHowManyShowThatAPartIsSmaller() {
    long needed = new Proportion(0, 10).neededBelow(0.0001).orElseThrow();
    assertThat(needed).isEqualTo(38_411);
    assertThat(new Proportion(0, needed).high()).isLessThan(0.0001);
    assertThat(new Proportion(0, needed - 1).high()).isGreaterThanOrEqualTo(0.0001);
    assertThat(new Proportion(3, 3).neededBelow(0.0001).orElseThrow()).isBetween(80_000L, 100_000L);
  }

  @Test
  void nothingSaysNothing() {
    assertThat(new Proportion(0, 0).low()).isZero();
    assertThat(new Proportion(0, 0).high()).isOne();
    assertThatThrownBy(() -> new Proportion(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
