package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTest {
  @ParameterizedTest
  @ValueSource(strings = {"A", "BRK.B", "BACpL", "TEST_1", "AAC.WS", "A2345678901234567890", "X^!"})
  void takesTickersAsTheVendorWritesThem(String ticker) {
    assertThat(new Symbol(ticker)).hasToString(ticker);
    assertThat(Symbol.isValid(ticker)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A B", " A", "A,B", "A/B", "A:B", "A@XNAS", "Ä", "A23456789012345678901"})
  void refusesWhatIsNoTicker(String text) {
    assertThat(Symbol.isValid(text)).isFalse();
    assertThatThrownBy(() -> new Symbol(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not a ticker");
  }

  @Test
  void distinguishesCase() {
    assertThat(new Symbol("BACpL")).isNotEqualTo(new Symbol("BACPL"));
  }

  @Test
  void sortsUpperCaseBeforeLowerCase() {
    assertThat(List.of(new Symbol("Bp"), new Symbol("BZ"), new Symbol("B")).stream().sorted())
        .extracting(Symbol::ticker)
        .containsExactly("B", "BZ", "Bp");
  }
}
