package ai.tickstock.scenario.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapesTest {
  private static List<Candle> history() {
    var history = new ArrayList<Candle>();
    for (int i = 0; i < 12; i++) {
      history.add(new Candle(100 + i % 2, 101.5, 99.5, 100.5 + i % 2));
    }
    return history;
  }

  @ParameterizedTest
  @EnumSource
  void everyShapeIsMadeOfCandlesInCents(CandleShape shape) {
    var drawn = shape.after(history());
    assertThat(drawn).hasSize(shape.length());
    for (var candle : drawn) {
      assertThat(candle.close() * 100).isEqualTo(Math.rint(candle.close() * 100));
      assertThat(candle.high()).isLessThan(115);
      assertThat(candle.low()).isGreaterThan(85);
    }
  }

  @Test
  void aHammerHasALongLowerShadowAndNoUpperOne() {
    var hammer = CandleShape.HAMMER.after(history()).getFirst();
    assertThat(hammer.high()).isEqualTo(Math.max(hammer.open(), hammer.close()));
    assertThat(Math.min(hammer.open(), hammer.close()) - hammer.low())
        .isGreaterThan(3 * hammer.body());
  }

  @Test
  void aShapeNeedsTenCandlesBefore() {
    assertThatThrownBy(() -> CandleShape.DOJI.after(history().subList(0, 9)))
        .hasMessageContaining("at least 10 candles, not 9");
  }

  @Test
  void aWaveTurnsAtTheEndOfEachLeg() {
    var wave = new Wave(3, 5, 0.01);
    var closes = wave.closes(100);
    assertThat(closes).hasSize(15);
    assertThat(wave.turns()).containsExactly(4, 9);
    assertThat(closes.get(4)).isLessThan(100).isLessThan(closes.get(9));
    assertThat(closes.get(14)).isLessThan(closes.get(9));
  }

  @Test
  void refusesACandleThatCannotBe() {
    assertThatThrownBy(() -> new Candle(10, 9, 8, 9)).hasMessageContaining("no candle has");
  }
}
