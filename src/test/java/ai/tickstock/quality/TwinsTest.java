package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Series that are the same, whichever thread reads which of them first.
class TwinsTest {
  @Test
  void areToldInTheSameWordsAndOrderWhicheverSeriesWasReadFirst() {
    var forward = told(List.of(1, 2, 3, 4, 5));

    assertThat(forward)
        .hasSize(4)
        .first()
        .asString()
        .startsWith("2 B: its bars are those of A, on the same days, at");
    assertThat(told(List.of(5, 4, 3, 2, 1))).isEqualTo(forward);
    assertThat(told(List.of(3, 1, 5, 2, 4))).isEqualTo(forward);
  }

  /// What is told of five instruments: the first three have one series, the last two another.
  private static List<String> told(List<Integer> order) {
    var twins = new Twins();
    order.forEach(instrument -> twins.note(series(instrument, instrument <= 3 ? 1 : 2)));
    var told = new ArrayList<String>();
    twins.compare(one ->
        told.add(
            one.instrument()
                + " "
                + one.subject()
                + ": "
                + one.words()
                + " "
                + one.sessions().getFirst()
                + ".."
                + one.sessions().getLast()));
    return told;
  }

  private static Bars series(int instrument, long seed) {
    var random = new Random(seed);
    var rows = new ArrayList<Optional<DrawnBars.Row>>();
    for (int i = 0; i < 150; i++) {
      rows.add(
          Optional.of(
              new DrawnBars.Row(
                  50 + random.nextDouble(),
                  52 + random.nextDouble(),
                  49 + random.nextDouble(),
                  50 + random.nextDouble(),
                  1_000 + random.nextInt(1_000))));
    }
    var ticker = Character.toString('A' + instrument - 1);
    return DrawnBars.of(DrawnBars.facts(instrument, ticker, Integer.MIN_VALUE), rows);
  }
}
