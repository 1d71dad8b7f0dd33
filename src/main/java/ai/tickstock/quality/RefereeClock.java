package ai.tickstock.quality;

import ai.tickstock.market.Bar;
import ai.tickstock.quality.RefereedBar.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out whether another source's clock is another one: whether a few of the stored minutes
/// stand there with the same values at another time of the same day, all by the same difference.
final class RefereeClock {
  private static final int PROBES = 2_000;
  private static final int DAY = 24 * 60;

  /// Fewer are equal by chance.
  private static final int FEWEST = 10;

  /// Of the minutes that could be found at another time; a source of regular hours alone has no
  /// more than two in five of those with extended hours.
  private static final double ENOUGH = 0.25;

  /// Times as many as stand where they should.
  private static final int BESIDE_THOSE_IN_PLACE = 3;

  /// Winter and summer time differ by that.
  private static final int SUMMER_TIME = 60;

  private final Agreement agreement;
  private final List<RefereedBar> probes;
  private final Map<Long, List<RefereedBar>> byDay = new HashMap<>();

  /// By the difference in minutes, plus a day.
  private final int[] found = new int[2 * DAY + 1];

  /// That the source's times are other ones.
  ///
  /// @param minutes by which they are later than the stored ones; negative where they are earlier
  /// @param bars of which that was seen
  /// @param of so many that could show it
  record Shift(int minutes, int bars, int of) {}

  /// @param chosen minutes, of which some that are unlike others are looked for at all times
  RefereeClock(Agreement agreement, Collection<RefereedBar> chosen) {
    this.agreement = agreement;
    this.probes =
        chosen.stream()
            .filter(bar -> !agreement.isSame(bar.here.high(), bar.here.low()))
            .sorted(Comparator.comparingLong(bar -> bar.draw))
            .limit(PROBES)
            .toList();
    probes.forEach(bar ->
        byDay
            .computeIfAbsent(RefereeChoice.key(bar.instrument, bar.day), _ -> new ArrayList<>())
            .add(bar));
  }

  /// Looks at a row of the source.
  void take(int instrument, int day, int at, Values values) {
    for (var bar : byDay.getOrDefault(RefereeChoice.key(instrument, day), List.of())) {
      int place = at - bar.at + DAY;
      if (place >= 0 && place < found.length && agreement.isSame(bar.here, values)) {
        found[place]++;
      }
    }
  }

  /// Empty where the times are the same, or where too little is equal to tell.
  Optional<Shift> shift() {
    int most = 0;
    int best = DAY;
    for (int place = 0; place < found.length; place++) {
      if (place != DAY && found[place] > most) {
        most = found[place];
        best = place;
      }
    }
    int minutes = best - DAY;
    int together = most + Math.max(at(best - SUMMER_TIME), at(best + SUMMER_TIME));
    int could = (int) probes.stream().filter(bar -> isOfTheDay(bar, minutes)).count();
    boolean isShifted =
        together >= FEWEST
            && together > ENOUGH * could
            && together > BESIDE_THOSE_IN_PLACE * found[DAY];
    return isShifted
        ? Optional.of(new Shift(minutes, together, Math.max(could, together)))
        : Optional.empty();
  }

  private int at(int place) {
    return place < 0 || place >= found.length || place == DAY ? 0 : found[place];
  }

  private static boolean isOfTheDay(RefereedBar bar, int later) {
    long midnight = Bar.startOfSession(bar.session()).getEpochSecond() / 60;
    long at = bar.at - midnight + later;
    return at >= 0 && at < DAY;
  }
}
