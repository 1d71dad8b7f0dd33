package ai.tickstock.scenario;

import static ai.tickstock.scenario.ScenarioParameter.dates;
import static ai.tickstock.scenario.ScenarioParameter.percent;

import ai.tickstock.market.Split;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What companies do: split their shares, change their ticker, go public.
final class CompanyScenarios {
  private static final String YEAR_2025 = "2025-01-02";

  private CompanyScenarios() {}

  static Scenario splits() {
    return Scenario.synthetic(
        "splits",
        "splits and a reverse split",
        "TEST_TWO is split 2 for 1, TEST_HALF 3 for 2, TEST_REV 1 for 10, TEST_BOTH twice.",
        ScenarioParameter.list(
            YEAR_2025, 252, 6, 14, dates("events", 3, "the execution dates of the first three")),
        plot -> {
          plot.withCast();
          var dates = plot.places("events", 0.3, 0.5, 0.7);
          var first = plot.date(dates.getFirst());
          var second = plot.date(dates.get(dates.size() / 2));
          var third = plot.date(dates.getLast());
          splitting(plot, "TEST_TWO", 240, List.of(split(first, 1, 2)));
          splitting(plot, "TEST_HALF", 90, List.of(split(second, 2, 3)));
          splitting(plot, "TEST_REV", 2.4, List.of(split(third, 10, 1)));
          splitting(
              plot,
              "TEST_BOTH",
              600,
              List.of(
                  split(plot.date(plot.size() / 4), 1, 5),
                  split(plot.date(3 * plot.size() / 4), 1, 3)));
        });
  }

  private static void splitting(Plot plot, String ticker, double price, List<Split> splits) {
    double ratio = Prices.after(splits, plot.date(1));
    var role = Role.stock(ticker, Sector.INDU).priced(price / ratio).trading(5_000_000 * ratio);
    plot.add(role);
    for (var split : splits) {
      role.split(split);
      plot.expect(CompanyLines.split(ticker, split));
    }
  }

  static Scenario rename() {
    return Scenario.synthetic(
        "rename",
        "a company that changes its ticker",
        "TEST_OLD becomes TEST_NEW: one instrument without a hole in its bars.",
        ScenarioParameter.list(
            YEAR_2025, 252, 6, 14, dates("event", 1, "the first session with the new ticker")),
        plot -> {
          plot.withCast();
          int place = plot.places("event", 0.5).getFirst();
          var role = plot.add(Role.stock("TEST_NEW", Sector.COMM).priced(210));
          role.formerTicker = Optional.of("TEST_OLD");
          role.renamed = place;
          plot.expect(CompanyLines.renamed("TEST_NEW", "TEST_OLD", plot.date(place)));
        });
  }

  static Scenario ipoPop() {
    return Scenario.synthetic(
        "ipo_pop",
        "a first listing that pops and fades",
        "TEST_IPO trades for the first time in the middle of the scenario, closes far above its"
            + " open, and has lost much of it 60 sessions later.",
        ScenarioParameter.list(
            YEAR_2025,
            252,
            6,
            14,
            dates("event", 1, "the first session"),
            percent("pop", 35, 5, 200, "close of the first session over its open"),
            percent("fade", 40, 5, 90, "what is lost from there within 60 sessions")),
        plot -> {
          plot.withCast();
          int place = plot.places("event", 0.4).getFirst();
          if (plot.size() - place < 65) {
            throw new ScenarioRefused(
                "event=" + plot.date(place) + " leaves less than 65 sessions for the fade");
          }
          double pop = plot.values.fraction("pop");
          double fade = plot.values.fraction("fade");
          var role = plot.add(Role.stock("TEST_IPO", Sector.TECH).priced(38).trading(25_000_000));
          role.first = place;
          role.opensAtPrice = true;
          role.alone(0.3)
              .on(
                  new Course()
                      .through(place - 1, 0)
                      .through(place, pop)
                      .through(place + 60, (1 + pop) * (1 - fade) - 1)
                      .folded());
          plot.expect(WholenessLines.firstSession(role.ticker, plot.date(place)));
          plot.expect(PriceLines.sessionMove(role.ticker, plot.date(place), pop, 1));
          plot.expect(
              PriceLines.change(role.ticker, plot.date(place), plot.date(place + 60), -fade, 1));
        });
  }

  static Split split(LocalDate date, int from, int to) {
    return new Split(date, BigDecimal.valueOf(from), BigDecimal.valueOf(to));
  }
}
