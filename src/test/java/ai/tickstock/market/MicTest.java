package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicTest {
  @ParameterizedTest
  @ValueSource(strings = {"XNYS", "ARCX", "24EQ"})
  void takesFourCapitalLettersOrDigits(String code) {
    assertThat(new Mic(code)).hasToString(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "XNY", "XNYSE", "xnys", "OTC Link", "XN S"})
  void refusesWhatIsNoCode(String text) {
    assertThat(Mic.isValid(text)).isFalse();
    assertThatThrownBy(() -> new Mic(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not a market identifier code");
  }

  @Test
  void sortsByCode() {
    assertThat(Mic.XNAS).isLessThan(Mic.XNYS);
  }
}
