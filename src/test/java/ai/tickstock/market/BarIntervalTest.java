package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarIntervalTest {
  @Test
  void isWrittenAsTheCommandLineTakesIt() {
    assertThat(BarInterval.values()).extracting(BarInterval::word).containsExactly("day", "minute");
  }
}
