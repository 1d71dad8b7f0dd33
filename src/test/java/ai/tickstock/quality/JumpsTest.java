package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is told of a price that goes on at another level from one session to the next.
class JumpsTest {
  private static final int FIRST_AFTER = 80;
  private static final double NO_SPLIT = 1.87;

  @Test
  void anotherLevelAndOtherTradingWithoutADayOfNewsAreAnotherCompany() {
    assertThat(kinds(NO_SPLIT, 2.5, 1)).containsExactly(Jump.Kind.RECYCLED);
    assertThat(kinds(1 / NO_SPLIT, 1 / 2.5, 1)).containsExactly(Jump.Kind.RECYCLED);
  }

  @Test
  void aDayOfNewsIsAMoveAndNoOtherCompany() {
    assertThat(kinds(NO_SPLIT, 2.5, 6)).containsExactly(Jump.Kind.MOVE);
    assertThat(kinds(1 / NO_SPLIT, 2.5, 6)).containsExactly(Jump.Kind.MOVE);
  }

  @Test
  void anotherLevelWithTheTradingOfBeforeIsAMove() {
    assertThat(kinds(NO_SPLIT, 1.5, 1)).containsExactly(Jump.Kind.MOVE);
  }

  @Test
  void theRatioOfASplitIsNoOtherCompanyThoughMoreIsTraded() {
    assertThat(kinds(4, 2.5, 1)).containsExactly(Jump.Kind.SPLIT_MISSING);
    assertThat(kinds(20, 6.5, 1)).containsExactly(Jump.Kind.MOVE);
  }

  @Test
  void anotherLevelOnTheDayOfTheListingIsAnotherCompany() {
    var listedThen = series(1.4, 1, 1, DrawnBars.day(FIRST_AFTER));
    assertThat(Jumps.of(listedThen, Thresholds.standard()))
        .singleElement()
        .satisfies(jump -> {
          assertThat(jump.kind()).isEqualTo(Jump.Kind.RECYCLED);
          assertThat(jump.from()).isEqualTo(FIRST_AFTER);
          assertThat(jump.words()).contains("listed since 2024-04-26");
        });
    assertThat(kinds(1.4, 1, 1)).containsExactly(Jump.Kind.MOVE);
  }

  @Test
  void aSplitInsideOfALongHoleDoesNotMakeOneCompanyOfTwo() {
    var split = new int[] {DrawnBars.day(FIRST_AFTER)};
    var two = DrawnBars.facts(1, "X", Integer.MIN_VALUE, split, new double[] {0.5});

    assertThat(kinds(DrawnBars.of(two, rows(2.2, 1, 1, 30)))).containsExactly(Jump.Kind.RECYCLED);
    assertThat(kinds(DrawnBars.of(two, rows(0.5, 1, 1, 30)))).isEmpty();
    assertThat(kinds(DrawnBars.of(two, rows(1, 1, 1, 30))))
        .containsExactly(Jump.Kind.SPLIT_NOT_IN_PRICES);
  }

  private static List<Jump.Kind> kinds(double prices, double dollars, double news) {
    return kinds(series(prices, dollars, news, Integer.MIN_VALUE));
  }

  private static List<Jump.Kind> kinds(Bars bars) {
    return Jumps.of(bars, Thresholds.standard()).stream().map(Jump::kind).toList();
  }

  private static Bars series(double prices, double dollars, double news, int listed) {
    return DrawnBars.of(DrawnBars.facts(1, "X", listed), rows(prices, dollars, news, 0));
  }

  /// @param prices what they are multiplied by at the seam
  /// @param dollars what the dollars traded in a session are multiplied by
  /// @param news times the shares on the first session after it
  /// @param hole sessions without a bar before it
  private static List<Optional<DrawnBars.Row>> rows(
      double prices, double dollars, double news, int hole) {
    var random = new Random(7);
    var rows = new ArrayList<Optional<DrawnBars.Row>>();
    double close = 40;
    for (int i = 0; i < 130; i++) {
      double open = close * (1 + 0.002 * random.nextGaussian());
      close = 40 * Math.exp(0.01 * random.nextGaussian());
      boolean isAfter = i >= FIRST_AFTER;
      double times = isAfter ? prices : 1;
      double shares =
          50_000
              * (0.9 + 0.2 * random.nextDouble())
              * (isAfter ? dollars / prices : 1)
              * (i == FIRST_AFTER ? news : 1);
      double high = 1.004 * Math.max(open, close);
      double low = 0.996 * Math.min(open, close);
      rows.add(
          !isAfter && i >= FIRST_AFTER - hole
              ? Optional.empty()
              : Optional.of(
                  new DrawnBars.Row(
                      open * times, high * times, low * times, close * times, shares)));
    }
    return rows;
  }
}
