package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMatchesTest {
  private static final List<String> KEYS =
      List.of("dev_etfs", "etf_growth", "etf_value", "etf_sectors", "semi");

  @Test
  void findsAKeyWithALetterLeftOut() {
    assertThat(NearMatches.of("etf_grwth", KEYS, 3)).containsExactly("etf_growth");
  }

  @Test
  void findsAKeyOfWhichAPartWasGiven() {
    assertThat(NearMatches.of("growth", KEYS, 3)).containsExactly("etf_growth");
  }

  @Test
  void aSwapOfNeighboursIsOneChange() {
    assertThat(NearMatches.distance("spy", "syp")).isEqualTo(1);
    assertThat(NearMatches.distance("ca", "abc")).isEqualTo(3);
    assertThat(NearMatches.distance("", "abc")).isEqualTo(3);
    assertThat(NearMatches.distance("same", "same")).isZero();
  }

  @Test
  void putsTheNearestFirstAndOfEqualsThoseOfTheSameLetters() {
    assertThat(NearMatches.of("APPL", List.of("APPS", "AAPL", "APPL1", "appl"), 3))
        .containsExactly("appl", "AAPL", "APPS");
  }

  @Test
  void findsNothingForWhatLooksLikeNothing() {
    assertThat(NearMatches.of("zzzzzz", KEYS, 3)).isEmpty();
    assertThat(NearMatches.of("", KEYS, 3)).isEmpty();
  }
}
