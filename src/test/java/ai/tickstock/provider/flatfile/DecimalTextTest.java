package ai.tickstock.provider.flatfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
  private static double parse(String text) {
    var bytes = ("," + text + ",").getBytes(StandardCharsets.UTF_8);
    return DecimalText.parse(bytes, 1, bytes.length - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1",
        "222.95",
        "-3.5",
        ".5",
        "5.",
        "0.0001",
        "17798.430378",
        "645.57",
        "123456789012345",
        "1234567890123456",
        "0.1234567890123456789",
        "1e3",
        "1.5E-7",
        "0.00000000000000000000001",
        "00012.50",
        "9007199254740993",
        "1e-400"
      })
  void readsTheNearestDouble(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "-.",
        "+1",
        "1.2.3",
        "NaN",
        "Infinity",
        "-Infinity",
        "1d",
        "1f",
        "0x1p3",
        " 1",
        "1 ",
        "1e",
        "1e+",
        "1ex",
        "1,5",
        "--1",
        "1e999",
        "null",
        "11111111111111111111111111111111111111111"
      })
  void givesNaNForWhatIsNoPlainNumber(String text) {
    assertThat(parse(text)).isNaN();
  }

  @Test
  void agreesWithJavaOnManyRandomPrices() {
    var random = new Random(20_200_323);
    for (int i = 0; i < 20_000; i++) {
      var text =
          BigDecimal.valueOf(random.nextLong(1L << (1 + random.nextInt(62))), random.nextInt(12))
              .toPlainString();
      assertThat(parse(text)).as(text).isEqualTo(Double.parseDouble(text));
    }
  }

  @Test
  void readsWholeNumbersOfTheRangeOfLong() {
    assertThat(whole("-1000000000")).hasValue(-1_000_000_000L);
    assertThat(whole("9223372036854775807")).hasValue(Long.MAX_VALUE);
    assertThat(whole("9223372036854775808")).isEmpty();
    assertThat(whole("9999999999999999999")).isEmpty();
    assertThat(whole("")).isEmpty();
    assertThat(whole("-")).isEmpty();
    assertThat(whole("1.0")).isEmpty();
  }

  private static OptionalLong whole(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return DecimalText.parseWhole(bytes, 0, bytes.length);
  }
}
