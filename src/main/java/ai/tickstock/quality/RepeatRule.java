package ai.tickstock.quality;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Bars that say what an earlier one said.
final class RepeatRule implements DailyRule {
  static final About STALE =
      new About(
          "stale-bar",
          Severity.HIGH,
          "All prices and the volume are those of a bar of one of the five sessions before.",
          About.Evidence.DAYS,
          List.of(
              new Parameter(
                  "least-shares", "shares", 100, 1, 1e9, "two days of a few trades can be equal"),
              new Parameter(
                  "without-volume",
                  "repeats in a row",
                  2,
                  1,
                  100,
                  "where the source has no volumes")));

  static final About FROZEN =
      new About(
          "frozen-price",
          Severity.MEDIUM,
          "The close does not move for many sessions, though shares change hands and it moved before.",
          About.Evidence.DAYS,
          List.of(
              new Parameter("sessions", "sessions in a row", 10, 3, 250, "ten are two weeks"),
              new Parameter(
                  "ordinary-move",
                  "a fraction",
                  0.003,
                  0.0001,
                  0.1,
                  "funds of cash stand still by nature"),
              new Parameter(
                  "least-shares",
                  "usual shares",
                  1_000,
                  0,
                  1e9,
                  "what trades little stands still")));

  private static final int LOOK_BACK = 5;

  private final About about;
  private final double leastShares;
  private final double count;
  private final double ordinary;

  private RepeatRule(About about, double leastShares, double count, double ordinary) {
    this.about = about;
    this.leastShares = leastShares;
    this.count = count;
    this.ordinary = ordinary;
  }

  static List<DailyRule> all(Thresholds thresholds) {
    return List.of(
        new RepeatRule(
            STALE,
            thresholds.of(STALE.id(), "least-shares"),
            thresholds.of(STALE.id(), "without-volume"),
            0),
        new RepeatRule(
            FROZEN,
            thresholds.of(FROZEN.id(), "least-shares"),
            thresholds.of(FROZEN.id(), "sessions"),
            thresholds.of(FROZEN.id(), "ordinary-move")));
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public void look(Bars bars, Iterable<Jump> jumps, MarketDays market, Consumer<Candidate> found) {
    if (about.equals(STALE)) {
      stale(bars, found);
    } else {
      frozen(bars, found);
    }
  }

  private void stale(Bars bars, Consumer<Candidate> found) {
    int without = 0;
    for (int i = 1; i < bars.size; i++) {
      int same = 0;
      for (int back = 1; back <= LOOK_BACK && back <= i && same == 0; back++) {
        if (bars.close[i] == bars.close[i - back] && bars.isSame(i, i - back)) {
          same = back;
        }
      }
      boolean hasVolume = !Double.isNaN(bars.volume[i]);
      without = same == 1 && !hasVolume ? without + 1 : 0;
      boolean isTold = hasVolume ? bars.volume[i] >= leastShares : without >= count;
      // A bar of one price repeats itself easily; one with a range and a volume does not.
      if (same > 0 && isTold && bars.isJudged(i) && bars.high[i] > bars.low[i]) {
        found.accept(
            at(
                bars,
                i,
                "open, high, low, close and volume are those of %s"
                    .formatted(LocalDate.ofEpochDay(bars.day[i - same])),
                Map.of("repeats", LocalDate.ofEpochDay(bars.day[i - same]).toString())));
      }
    }
  }

  private void frozen(Bars bars, Consumer<Candidate> found) {
    int since = 0;
    for (int i = 1; i <= bars.size; i++) {
      if (i < bars.size && bars.close[i] == bars.close[i - 1]) {
        continue;
      }
      int repeats = i - 1 - since;
      if (repeats >= count) {
        frozen(bars, since, i - 1, found);
      }
      since = i;
    }
  }

  private void frozen(Bars bars, int first, int last, Consumer<Candidate> found) {
    double usual = bars.medianBefore(last + 1, last - first, (k, _) -> bars.volume[k]);
    double moved = bars.medianBefore(first, Bars.AROUND, (k, _) -> Math.abs(bars.move[k]));
    if (!(moved >= ordinary) || usual < leastShares) {
      return;
    }
    var days = new ArrayList<Integer>();
    for (int k = first + 1; k <= last; k++) {
      if (bars.isJudged(k)) {
        days.add(bars.day[k]);
      }
    }
    if (!days.isEmpty()) {
      found.accept(
          new Candidate(
              FROZEN,
              bars.facts.instrument(),
              bars.facts.ticker(),
              days,
              FROZEN.severity(),
              Double.NaN,
              "close %s on %,d sessions in a row".formatted(bars.close[last], last - first + 1),
              Map.of("close", bars.close[last])));
    }
  }
}
