package ai.tickstock.scenario;

import static ai.tickstock.scenario.ScenarioParameter.dates;
import static ai.tickstock.scenario.ScenarioParameter.percent;

import java.util.List;

/// What prices of single names do from session to session.
final class PriceScenarios {
  private static final String YEAR_2025 = "2025-01-02";

  private PriceScenarios() {}

  static Scenario trendChanges() {
    return Scenario.synthetic(
        "trend_changes",
        "trends that turn on known dates",
        "TEST_TURN turns from up to down and back on each event date, TEST_PEAK rises to one peak"
            + " and falls.",
        ScenarioParameter.list(
            YEAR_2025,
            252,
            6,
            14,
            percent("move", 20, 5, 80, "how far each trend goes"),
            dates("events", 6, "where trends turn, at least 20 sessions apart")),
        plot -> {
          plot.withCast();
          double move = plot.values.fraction("move");
          var turns = apart(plot, plot.places("events", 0.25, 0.5, 0.75), 20);
          var course = new Course().folded();
          double level = 0;
          boolean up = true;
          for (int turn : turns) {
            level = up ? (1 + level) * (1 + move) - 1 : (1 + level) / (1 + move) - 1;
            course.through(turn, level);
            up = !up;
          }
          level = up ? (1 + level) * (1 + move) - 1 : (1 + level) / (1 + move) - 1;
          plot.add(quiet("TEST_TURN", Sector.DISC).on(course.through(plot.size(), level)));
          int middle = plot.size() / 2;
          plot.add(
              quiet("TEST_PEAK", Sector.HLTH)
                  .on(
                      new Course()
                          .folded()
                          .through(middle, 1.5 * move)
                          .through(plot.size(), 0.1 * move)));
          boolean down = true;
          int before = 1;
          for (int i = 0; i < turns.size(); i++) {
            int turn = turns.get(i);
            int after = i + 1 < turns.size() ? turns.get(i + 1) : plot.size();
            plot.expect(
                PriceLines.turn(
                    "TEST_TURN", plot.date(before), plot.date(turn), plot.date(after), down));
            plot.expect(
                PriceLines.extreme(
                    "TEST_TURN", down, plot.date(turn), plot.date(before), plot.date(after)));
            before = turn;
            down = !down;
          }
          plot.expect(
              PriceLines.extreme(
                  "TEST_PEAK", true, plot.date(middle), plot.date(1), plot.lastDate()));
        });
  }

  static Scenario highLowEvents() {
    return Scenario.synthetic(
        "high_low_events",
        "highest and lowest closes on known dates",
        "TEST_HIGH has its highest close of all sessions on the first event date, TEST_LOW its"
            + " lowest on the second.",
        ScenarioParameter.list(
            YEAR_2025,
            252,
            6,
            14,
            percent("move", 25, 5, 80, "how far the extremes lie from the start"),
            dates("events", 2, "the session of the high and that of the low")),
        plot -> {
          plot.withCast();
          double move = plot.values.fraction("move");
          var events = plot.places("events", 0.55, 0.7);
          int high = events.getFirst();
          int low = events.getLast();
          plot.add(
              quiet("TEST_HIGH", Sector.COMM)
                  .on(new Course().folded().through(high, move).through(plot.size(), 0.3 * move)));
          plot.add(
              quiet("TEST_LOW", Sector.MATL)
                  .on(
                      new Course()
                          .folded()
                          .through(low, -move / (1 + move))
                          .through(plot.size(), -0.3 * move)));
          plot.expect(
              PriceLines.extreme(
                  "TEST_HIGH", true, plot.date(high), plot.date(1), plot.lastDate()));
          plot.expect(
              PriceLines.extreme("TEST_LOW", false, plot.date(low), plot.date(1), plot.lastDate()));
        });
  }

  static Scenario gaps() {
    return Scenario.synthetic(
        "gaps",
        "opens far from the close before",
        "TEST_GAPU opens higher on each event date, TEST_GAPD lower.",
        ScenarioParameter.list(
            YEAR_2025,
            252,
            6,
            14,
            percent("gap", 8, 2, 60, "how far the open lies from the close before"),
            dates("events", 12, "sessions that open with a gap")),
        plot -> {
          plot.withCast();
          double gap = plot.values.fraction("gap");
          var up = plot.add(Role.stock("TEST_GAPU", Sector.TECH).priced(80));
          var down = plot.add(Role.stock("TEST_GAPD", Sector.HLTH).priced(300));
          for (int place : plot.places("events", 0.2, 0.4, 0.6, 0.8)) {
            up.gaps.put(place, gap);
            down.gaps.put(place, -gap);
            plot.expect(PriceLines.gap(up.ticker, plot.date(place), gap, 0.3));
            plot.expect(PriceLines.gap(down.ticker, plot.date(place), -gap, 0.3));
          }
        });
  }

  /// A stock with a path of its own and little noise.
  private static Role quiet(String ticker, Sector sector) {
    return Role.stock(ticker, sector).following(0.3).withBeta(0.3).alone(0.12).priced(95);
  }

  private static List<Integer> apart(Plot plot, List<Integer> places, int least) {
    int before = 0;
    for (int place : places) {
      if (place - before < least || plot.size() - place < least) {
        throw new ScenarioRefused(
            "events="
                + plot.date(place)
                + " is less than "
                + least
                + " sessions from the event before it, or from the first or last session");
      }
      before = place;
    }
    return places;
  }
}
