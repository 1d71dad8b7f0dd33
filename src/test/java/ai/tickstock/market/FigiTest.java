package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FigiTest {
  @ParameterizedTest
  @ValueSource(strings = {"BBG000B9XRY4", "SIM000000001"})
  void takesTwelveCapitalLettersOrDigits(String code) {
    assertThat(new Figi(code)).hasToString(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "BBG000B9XRY", "BBG000B9XRY45", "bbg000b9xry4", "BBG000B9XRY-"})
  void refusesWhatIsNoFigi(String text) {
    assertThat(Figi.isValid(text)).isFalse();
    assertThatThrownBy(() -> new Figi(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not a FIGI");
  }

  @Test
  void sortsByCode() {
    assertThat(new Figi("BBG000B9XRY4")).isLessThan(new Figi("BBG000BPH459"));
  }
}
