package ai.tickstock.scenario;

import static ai.tickstock.scenario.ScenarioParameter.choice;
import static ai.tickstock.scenario.ScenarioParameter.date;
import static ai.tickstock.scenario.ScenarioParameter.percent;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Twins of what really happened: markets with the course of a known time.
final class TwinScenarios {
  /// What the market moves by itself from peak to trough of a crash, as a part of the fall: enough
  /// for wild days, too little for a sector not to fall with it.
  private static final double NOISE_OF_A_FALL = 0.25;

  private TwinScenarios() {}

  static Scenario crash2020() {
    return new Scenario(
        "crash_2020",
        "the crash of 2020",
        "The market falls by a third within five weeks and wins it back by the end of the year. A"
            + " stock is split in the middle of the recovery.",
        ScenarioParameter.list(
            "2020-01-02",
            252,
            10,
            14,
            percent("drawdown", 34.1, 5, 90, "what the market loses from peak to trough"),
            date("peak", "2020-02-19", "the highest close before the fall"),
            date("trough", "2020-03-23", "the lowest close"),
            percent(
                "recovery", 128, 0, 250, "how much of the loss is won back by the last session"),
            choice(
                "shape",
                List.of("v", "u", "w"),
                "how the market recovers: at once, late, or with a second fall on the way")),
        Optional.of(RealMarkets.crash2020()),
        TwinScenarios::crash);
  }

  private static void crash(Plot plot) {
    int peak = plot.place("peak", plot.values.date("peak"));
    int trough = plot.place("trough", plot.values.date("trough"));
    double drawdown = plot.values.fraction("drawdown");
    if (trough - peak < 3 || peak < 5 || plot.size() - trough < 20) {
      throw new ScenarioRefused(
          "a crash needs at least 5 sessions before its peak, 3 from peak to trough and 20 after it:"
              + " peak="
              + plot.date(peak)
              + " is session "
              + peak
              + ", trough="
              + plot.date(trough)
              + " session "
              + trough
              + " of "
              + plot.size());
    }
    double rise = 0.042;
    double bottom = (1 + rise) * (1 - drawdown) - 1;
    double end = bottom + (rise - bottom) * plot.values.fraction("recovery");
    plot.course =
        new Course()
            .within(bottom, Math.max(10, 3 * (1 + end)))
            .through(peak, rise)
            .through(trough, bottom);
    int left = plot.size() - trough;
    switch (plot.values.text("shape")) {
      case "u" -> {
        plot.course.through(trough + left / 2, bottom + 0.15 * (end - bottom));
      }
      case "w" -> {
        double again = Math.max(bottom + 0.002, bottom + 0.12 * (end - bottom));
        plot.course.through(trough + left / 3, bottom + 0.6 * (end - bottom));
        plot.course.through(trough + left / 2, again);
      }
      default -> plot.course.through(trough + left / 2, bottom + 0.7 * (end - bottom));
    }
    plot.course.through(plot.size(), end).folded();
    plot.noise(peak + 1, trough, NOISE_OF_A_FALL * -StrictMath.log1p(-drawdown));
    for (int t = 1; t <= plot.size(); t++) {
      if (t <= peak) {
        plot.factors.scale(t, 0.6);
      } else if (t > trough) {
        plot.factors.scale(t, 1 + 1.5 * StrictMath.exp(-(t - trough) / 25.0));
      }
    }
    plot.withCast();
    plot.roles.getFirst().priced(324.7);
    var splitDate = LocalDate.of(2020, 8, 31);
    boolean splits = plot.placeOf(splitDate) > 1;
    if (splits) {
      var split = CompanyScenarios.split(splitDate, 1, 4);
      plot.add(Role.stock("TEST_AAPL", Sector.TECH).priced(300).trading(100_000_000).split(split));
      plot.expect(CompanyLines.split("TEST_AAPL", split));
    }
    var from = plot.date(peak);
    var to = plot.date(trough);
    plot.expect(PriceLines.change(Plot.MARKET, from, to, -drawdown, 1));
    plot.expect(PriceLines.drawdown(Plot.MARKET, from, to, -drawdown, 1));
    plot.expect(
        PriceLines.change(Plot.MARKET, to, plot.lastDate(), (1 + end) / (1 + bottom) - 1, 1));
    for (var follower : List.of("TEST_QQQ", "TEST_XLK")) {
      plot.expect(PriceLines.falls(follower, from, to, -drawdown / 3));
    }
  }

  static Scenario growth2021() {
    return new Scenario(
        "growth_2021",
        "the calm rise of 2021",
        "The market gains a quarter in a year, without much noise and with one pullback in"
            + " September.",
        ScenarioParameter.list(
            "2021-01-04",
            252,
            0,
            10,
            percent(
                "growth", 28.8, -50, 300, "what the market gains from the first to the last close"),
            percent("dip", 5.1, 1, 30, "the pullback, from its peak"),
            date("peak", "2021-09-02", "the close before the pullback"),
            date("trough", "2021-10-04", "the lowest close of the pullback")),
        Optional.of(RealMarkets.growth2021()),
        TwinScenarios::growth);
  }

  private static void growth(Plot plot) {
    int peak = plot.place("peak", plot.values.date("peak"));
    int trough = plot.place("trough", plot.values.date("trough"));
    double growth = plot.values.fraction("growth");
    double dip = plot.values.fraction("dip");
    if (trough - peak < 3 || peak < 20 || plot.size() - trough < 20) {
      throw new ScenarioRefused(
          "the pullback needs at least 20 sessions before and after it and 3 from peak="
              + plot.date(peak)
              + " to trough="
              + plot.date(trough));
    }
    double first = 0.002;
    double end = (1 + first) * (1 + growth) - 1;
    double top = StrictMath.expm1(StrictMath.log1p(end) * 0.8 + 0.02);
    plot.course =
        new Course()
            .losingAtMost(Math.min(0.8 * dip, 0.04))
            .through(1, first)
            .through(peak, top)
            .through(trough, (1 + top) * (1 - dip) - 1)
            .through(plot.size(), end)
            .folded();
    plot.withCast();
    plot.roles.getFirst().priced(368);
    var from = plot.date(peak);
    var to = plot.date(trough);
    plot.expect(PriceLines.change(Plot.MARKET, plot.date(1), plot.lastDate(), growth, 1));
    plot.expect(PriceLines.change(Plot.MARKET, from, to, -dip, 1));
    if (growth > 0) {
      plot.expect(PriceLines.drawdown(Plot.MARKET, from, to, -dip, 1));
    }
  }

  static Scenario volatilityPeriods() {
    return new Scenario(
        "volatility_periods",
        "four wild times from 2018 to 2022",
        "February 2018, December 2018, March 2020 and the first half of 2022, the first three with"
            + " the calm month before. Only these windows are loaded.",
        ScenarioParameter.list(
            "2018-01-02",
            1132,
            0,
            14,
            percent("february_2018", 28, 5, 150, "volatility of February 2018"),
            percent("december_2018", 30, 5, 150, "volatility of December 2018"),
            percent("march_2020", 91, 5, 150, "volatility of March 2020"),
            percent("first_half_2022", 24, 5, 150, "volatility of January to June 2022")),
        Optional.of(RealMarkets.volatilityPeriods()),
        TwinScenarios::volatility);
  }

  private static void volatility(Plot plot) {
    plot.withCast();
    for (var period : RealMarkets.PERIODS) {
      if (plot.placeOf(period.first()) == 0 || plot.placeOf(period.last()) == 0) {
        throw new ScenarioRefused(
            "the scenario goes from "
                + plot.date(1)
                + " to "
                + plot.lastDate()
                + " and does not hold "
                + period.name()
                + ": leave start and sessions as they are");
      }
      double wild = plot.values.fraction(period.parameter());
      plot.wild(plot.placeOf(period.first()), plot.placeOf(period.last()), wild);
      plot.window(period.window().first(), period.window().last());
      plot.expect(
          PriceLines.volatility(
              Plot.MARKET, period.first(), period.last(), wild, Math.max(1, 8 * wild)));
    }
  }
}
