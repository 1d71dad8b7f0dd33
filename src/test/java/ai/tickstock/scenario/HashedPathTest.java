package ai.tickstock.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class HashedPathTest {
  private static final int FIRST = (int) LocalDate.of(2001, 1, 1).toEpochDay();
  private static final int LAST = FIRST + (1 << 14);

  @Test
  void stepsOfADayHaveVarianceOne() {
    double sum = 0;
    double squares = 0;
    for (int day = FIRST; day < LAST; day++) {
      double step = HashedPath.at(5, day + 1) - HashedPath.at(5, day);
      sum += step;
      squares += step * step;
    }
    int steps = LAST - FIRST;
    assertThat(squares / steps).isBetween(0.97, 1.03);
    assertThat(sum / steps).isBetween(-0.04, 0.04);
  }

  @Test
  void walksOfTwoKeysHaveNothingToDoWithEachOther() {
    double product = 0;
    for (int day = FIRST; day < LAST; day++) {
      product +=
          (HashedPath.at(1, day + 1) - HashedPath.at(1, day))
              * (HashedPath.at(2, day + 1) - HashedPath.at(2, day));
    }
    assertThat(product / (LAST - FIRST)).isBetween(-0.03, 0.03);
  }

  @Test
  void isTheSameWhoeverAsksInWhichOrder() {
    var rising = new PathInOrder(7);
    var falling = new PathInOrder(7);
    var jumping = new PathInOrder(7);
    for (int i = 0; i <= LAST - FIRST; i++) {
      assertThat(rising.at(FIRST + i)).isEqualTo(HashedPath.at(7, FIRST + i));
      assertThat(falling.at(LAST - i)).isEqualTo(HashedPath.at(7, LAST - i));
      int day = FIRST + (int) (i * 7919L % (LAST - FIRST + 1));
      assertThat(jumping.at(day)).isEqualTo(HashedPath.at(7, day));
    }
  }

  @Test
  void refusesDaysOutsideTheWalk() {
    assertThat(HashedPath.at(1, FIRST)).isZero();
    assertThatThrownBy(() -> HashedPath.at(1, FIRST - 1)).hasMessageContaining("2000-12-31");
    assertThatThrownBy(() -> HashedPath.at(1, LAST + 1)).hasMessageContaining("2045");
    assertThatThrownBy(() -> new PathInOrder(1).at(LAST + 1)).hasMessageContaining("2045");
  }
}
