package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackedCoverageTest {

  @ParameterizedTest
  @CsvSource({
    "10000, 9999, 99.99, 0.9999",
    "11832, 11831, 99.99, 0.9999",
    "3, 2, 66.66, 0.6666",
    "300, 300, 100.0, 1.0",
    "7, 0, 0.0, 0.0",
    "0, 0, 100.0, 1.0",
  })
  void aShareIsRoundedDownAndPrintedWithFourDigitsAtMost(
      int expected, int complete, String percent, String rate) {
    var coverage =
        new TrackedCoverage(
            expected, complete, 0, 0, Map.of(), Map.of(), List.of(), OptionalLong.empty(), 0);

    assertThat(Double.toString(coverage.percent())).isEqualTo(percent);
    assertThat(Double.toString(coverage.rate())).isEqualTo(rate);
  }
}
