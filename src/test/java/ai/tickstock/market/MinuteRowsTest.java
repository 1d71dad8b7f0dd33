package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinuteRowsTest {
  private static final Symbol SPY = new Symbol("SPY");

  private static MinuteRows.Builder spy(long... starts) {
    var rows = MinuteRows.of(SPY);
    for (long start : starts) {
      rows.add(start, 1, 4, 0.5, 2, 100, 1.5, rows.size());
    }
    return rows;
  }

  private static int[] trades(MinuteRows rows) {
    return IntStream.range(0, rows.size()).map(rows::trades).toArray();
  }

  @Test
  void givesBackEachFieldOfARow() {
    var rows = MinuteRows.of(SPY).add(60_000, 1, 4, 0.5, 2, 100.25, 1.5, 7).build();
    assertThat(rows.symbol()).isEqualTo(SPY);
    assertThat(rows.size()).isEqualTo(1);
    assertThat(rows.startMillis(0)).isEqualTo(60_000);
    assertThat(rows.open(0)).isEqualTo(1);
    assertThat(rows.high(0)).isEqualTo(4);
    assertThat(rows.low(0)).isEqualTo(0.5);
    assertThat(rows.close(0)).isEqualTo(2);
    assertThat(rows.volume(0)).isEqualTo(100.25);
    assertThat(rows.vwap(0)).isEqualTo(1.5);
    assertThat(rows.trades(0)).isEqualTo(7);
    assertThat(rows.asReceived(0))
        .isEqualTo(
            "{\"T\":\"SPY\",\"t\":60000,\"o\":1.0,\"h\":4.0,\"l\":0.5,\"c\":2.0,\"v\":100.25,"
                + "\"vw\":1.5,\"n\":7}");
    assertThat(rows).hasToString("SPY: 1 minute rows");
  }

  @Test
  void hasNoRowsAtFirst() {
    var none = MinuteRows.of(SPY).build();
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.ascending()).isSameAs(none);
  }

  @Test
  void tellsWhatTheSourceDidNotHave() {
    var rows = MinuteRows.of(SPY).add(0, 1, 1, 1, 1, Double.NaN, Double.NaN, -1).build();
    assertThat(rows.volume(0)).isNaN();
    assertThat(rows.vwap(0)).isNaN();
    assertThat(rows.asReceived(0))
        .doesNotContain("\"v\"")
        .doesNotContain("vw")
        .doesNotContain("\"n\"");
  }

  @Test
  void knowsAVolumeWeightedPriceFromTheRowOnThatHasTheFirst() {
    var rows = MinuteRows.of(SPY);
    for (int i = 0; i < 200; i++) {
      rows.add(i, 1, 1, 1, 1, 1, i < 150 ? Double.NaN : i, -1);
    }
    var built = rows.build();
    assertThat(built.vwap(149)).isNaN();
    assertThat(built.vwap(150)).isEqualTo(150);
    assertThat(built.vwap(199)).isEqualTo(199);
  }

  @Test
  void tellsRepeatsFromRowsThatDiffer() {
    var rows =
        MinuteRows.of(SPY)
            .add(0, 1, 1, 1, 1, 5, Double.NaN, -1)
            .add(0, 1, 1, 1, 1, 5, Double.NaN, -1)
            .add(1, 1, 1, 1, 1, 5, Double.NaN, -1)
            .add(0, 1, 1, 1, 1, 5, 2, -1)
            .add(0, 1, 1, 1, 1, Double.NaN, Double.NaN, -1)
            .add(0, 1, 1, 1, 1, 5, Double.NaN, 0)
            .build();
    assertThat(IntStream.range(1, 6).filter(row -> rows.isRepeat(0, row))).containsExactly(1);
  }

  @Test
  void keepsRowsThatComeAfterItsRoomWasTrimmed() {
    var rows = spy(1, 2);
    rows.trim();
    for (int i = 3; i <= 300; i++) {
      rows.add(i, 1, 1, 1, 1, 1, i, i - 1);
    }
    rows.trim();
    var built = rows.build();
    assertThat(built.size()).isEqualTo(300);
    assertThat(trades(built)).isEqualTo(IntStream.range(0, 300).toArray());
    assertThat(built.vwap(0)).isEqualTo(1.5);
    assertThat(built.vwap(299)).isEqualTo(300);
  }

  @Test
  void isItselfWhenAlreadyAscending() {
    var rows = spy(-60_000, 0, 0, 60_000).build();
    assertThat(rows.ascending()).isSameAs(rows);
  }

  @Test
  void sortsByStartAndKeepsTheOrderOfEqualOnes() {
    var rows = spy(3, 1, 2, 1, Long.MIN_VALUE, 3, Long.MAX_VALUE).build().ascending();
    assertThat(trades(rows)).containsExactly(4, 1, 3, 2, 0, 5, 6);
  }

  @Test
  void sortsEveryFieldAndTextAlongWithTheStart() {
    var rows =
        MinuteRows.of(SPY)
            .add(9, 1, 2, 3, 4, 5, 6, 7)
            .receivedAs("nine")
            .add(8, 11, 12, 13, 14, 15, Double.NaN, 17)
            .build()
            .ascending();
    assertThat(rows.close(0)).isEqualTo(14);
    assertThat(rows.volume(0)).isEqualTo(15);
    assertThat(rows.vwap(0)).isNaN();
    assertThat(rows.trades(0)).isEqualTo(17);
    assertThat(rows.asReceived(0)).startsWith("{\"T\":\"SPY\",\"t\":8");
    assertThat(rows.open(1)).isEqualTo(1);
    assertThat(rows.vwap(1)).isEqualTo(6);
    assertThat(rows.asReceived(1)).isEqualTo("nine");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 64, 65, 1_000, 4_097})
  void sortsAnyNumberOfRowsAsAStableSortDoes(int size) {
    var starts = new Random(size).longs(size, -50, 50).toArray();
    var expected =
        IntStream.range(0, size)
            .boxed()
            .sorted((a, b) -> Long.compare(starts[a], starts[b]))
            .mapToInt(row -> row)
            .toArray();
    assertThat(trades(spy(starts).build().ascending())).isEqualTo(expected);
  }
}
