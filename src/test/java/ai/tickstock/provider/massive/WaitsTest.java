package ai.tickstock.provider.massive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "1,100,200",
    "2,200,400",
    "3,400,800",
    "7,6400,12800",
    "8,10000,20000",
    "90,10000,20000"
  })
  void doubleFromAFifthOfASecondToTwentySecondsWithJitter(int tries, long least, long most) {
    var random = new Random(tries);
    for (int i = 0; i < 100; i++) {
      assertThat(Waits.USUAL.after(tries, Optional.empty(), random))
          .isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
    }
  }

  @Test
  void areNeverShorterThanTheVendorAsks() {
    assertThat(Waits.USUAL.after(1, Optional.of(Duration.ofSeconds(7)), new Random(1)))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(Waits.USUAL.after(1, Optional.of(Duration.ZERO), new Random(1)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        " 17 | PT17S",
        "600 | PT2M",
        "Fri, 20 Nov 2026 15:00:30 GMT | PT30S",
        "Fri, 20 Nov 2026 14:00:00 GMT | PT0S",
        "Fri, 20 Nov 2026 18:00:00 GMT | PT2M"
      })
  void readRetryAfterAsSecondsOrDateAndObeyAtMostTwoMinutes(String header, Duration asked) {
    assertThat(Waits.retryAfter(header, NOW)).contains(asked);
  }

  @ParameterizedTest
  @CsvSource({"soon", "-1", "1.5", "99999999999999999999", "''"})
  void ignoreARetryAfterThatIsNeither(String header) {
    assertThat(Waits.retryAfter(header, NOW)).isEmpty();
  }
}
