package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tickstock.universe.Comovement.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComovementTest {
  private static final MathContext EXACT = new MathContext(60);
  private static final double NONE = Double.NaN;

  @Test
  void equalsTheTextbookInSixtyDigits() {
    var random = new Random(7);
    for (int window : new int[] {60, 252}) {
      var y = walk(random, 253, 0.01);
      var x = follower(random, y, 1.3, 0.006);

      var numbers = Comovement.of(x, y, window).numbers().orElseThrow();

      var expected = textbook(x, y, window);
      assertThat(numbers.correlation()).isCloseTo(expected.correlation(), within(1e-12));
      assertThat(numbers.beta()).isCloseTo(expected.beta(), within(1e-12));
    }
  }

  @Test
  void keepsItsDigitsWhereTheMeanIsLargeBesideTheDeviations() {
    var random = new Random(8);
    var y = new double[61];
    var x = new double[61];
    for (int i = 1; i < 61; i++) {
      double step = random.nextGaussian() * 1e-7;
      y[i] = y[i - 1] + 0.5 + step;
      x[i] = x[i - 1] + 0.5 + 2 * step + random.nextGaussian() * 1e-8;
    }

    var numbers = Comovement.of(x, y, 60).numbers().orElseThrow();

    var expected = textbook(x, y, 60);
    assertThat(numbers.correlation()).isCloseTo(expected.correlation(), within(1e-9));
    assertThat(numbers.beta()).isCloseTo(expected.beta(), within(1e-9));
  }

  @Test
  void looksOnlyAtTheWindow() {
    var random = new Random(9);
    var y = walk(random, 253, 0.01);
    var x = follower(random, y, 1, 0.01);
    var before = Comovement.of(x, y, 60);
    Arrays.fill(x, 0, 192, NONE);

    assertThat(Comovement.of(x, y, 60)).isEqualTo(before);
    assertThat(Comovement.of(x, y, 252).numbers()).isEmpty();
  }

  @Test
  void whatGoesAgainstTheBenchmarkIsNegative() {
    var y = walk(new Random(1), 61, 0.01);
    var x = Arrays.stream(y).map(value -> 3 - 2 * value).toArray();

    var numbers = Comovement.of(x, y, 60).numbers().orElseThrow();

    assertThat(numbers.correlation()).isCloseTo(-1, within(1e-12)).isGreaterThanOrEqualTo(-1);
    assertThat(numbers.beta()).isCloseTo(-2, within(1e-12));
  }

  @Test
  void acrossASessionThatOneLacksBothHaveOneReturn() {
    var y = walk(new Random(2), 61, 0.01);
    var x = y.clone();
    x[30] = NONE;

    var comovement = Comovement.of(x, y, 60);

    assertThat(comovement.overlap()).isEqualTo(59);
    assertThat(comovement.numbers().orElseThrow().correlation()).isCloseTo(1, within(1e-12));
  }

  @Test
  void ninetyPercentOfTheWindowAreEnoughAndOneLessIsNot() {
    var y = walk(new Random(3), 253, 0.01);
    for (var edge : List.of(new int[] {60, 54}, new int[] {252, 227})) {
      var x = follower(new Random(4), y, 1, 0.01);
      int missing = edge[0] - edge[1];
      Arrays.fill(x, 100 + 93, 100 + 93 + Math.min(missing, 59), NONE);
      assertThat(Comovement.of(x, y, edge[0]).overlap()).isEqualTo(edge[1]);
      assertThat(Comovement.of(x, y, edge[0]).numbers()).isPresent();

      x[252] = NONE;
      var tooFew = Comovement.of(x, y, edge[0]);
      assertThat(tooFew)
          .isEqualTo(
              new Comovement(Optional.empty(), edge[1] - 1, Optional.of(Reason.TOO_FEW_SESSIONS)));
    }
  }

  @Test
  void aPriceThatNeverChangesHasNoCorrelation() {
    var y = walk(new Random(5), 61, 0.01);
    var x = new double[61];
    Arrays.fill(x, Math.log(25.01));
    x[40] = Math.nextUp(x[40]);
    var still = new Comovement(Optional.empty(), 60, Optional.of(Reason.DOES_NOT_MOVE));

    assertThat(Comovement.of(x, y, 60)).isEqualTo(still);
    assertThat(Comovement.of(y, x, 60)).isEqualTo(still);
  }

  @Test
  void whoHasNoCloseAtAllHasNoOverlap() {
    var x = new double[61];
    Arrays.fill(x, NONE);
    assertThat(Comovement.of(x, walk(new Random(6), 61, 0.01), 60).overlap()).isZero();
  }

  private static double[] walk(Random random, int length, double step) {
    var walk = new double[length];
    walk[0] = Math.log(100);
    for (int i = 1; i < length; i++) {
      walk[i] = walk[i - 1] + step * random.nextGaussian() + 0.0004;
    }
    return walk;
  }

  private static double[] follower(Random random, double[] leader, double beta, double noise) {
    var follower = new double[leader.length];
    follower[0] = Math.log(30);
    for (int i = 1; i < leader.length; i++) {
      follower[i] =
          follower[i - 1] + beta * (leader[i] - leader[i - 1]) + noise * random.nextGaussian();
    }
    return follower;
  }

  /// Pearson's coefficient and the slope by their definitions.
  private static Comovement.Numbers textbook(double[] x, double[] y, int window) {
    var xs = returns(x, window);
    var ys = returns(y, window);
    var n = BigDecimal.valueOf(window);
    var meanX = xs.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(n, EXACT);
    var meanY = ys.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(n, EXACT);
    var xx = BigDecimal.ZERO;
    var yy = BigDecimal.ZERO;
    var xy = BigDecimal.ZERO;
    for (int i = 0; i < window; i++) {
      var dx = xs.get(i).subtract(meanX);
      var dy = ys.get(i).subtract(meanY);
      xx = xx.add(dx.multiply(dx));
      yy = yy.add(dy.multiply(dy));
      xy = xy.add(dx.multiply(dy));
    }
    return new Comovement.Numbers(
        xy.divide(xx.multiply(yy).sqrt(EXACT), EXACT).doubleValue(),
        xy.divide(yy, EXACT).doubleValue());
  }

  private static List<BigDecimal> returns(double[] logarithms, int window) {
    var returns = new ArrayList<BigDecimal>();
    for (int i = logarithms.length - window; i < logarithms.length; i++) {
      returns.add(new BigDecimal(logarithms[i]).subtract(new BigDecimal(logarithms[i - 1])));
    }
    return returns;
  }
}
