package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstrumentIdTest {
  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void isPositive(int value) {
    assertThatThrownBy(() -> new InstrumentId(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an instrument id is positive, not " + value);
  }

  @Test
  void sortsAsANumberAndReadsWithASign() {
    assertThat(new InstrumentId(9)).isLessThan(new InstrumentId(10)).hasToString("#9");
  }
}
