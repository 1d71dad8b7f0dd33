package ai.tickstock.scenario;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.shapes.CandleShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page of the manual about scenarios and its pictures, made of the scenarios themselves.
final class ScenarioPage {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 200;
  private static final int CAST = 7;
  private static final List<String> COLOURS =
      List.of("#1f5fa8", "#c2571a", "#2e7d4f", "#8a3fa0", "#7a6a00");

  private static final String HEAD =
      """
      # Scenarios

      <!-- Made of the scenarios by ScenarioPageTest: `./tickstock mvn -q test -Dtest=ScenarioPageTest -Dtickstock.write-pages=true` writes it anew. -->

      A scenario is a small market in which known things happen, with an answer key that says what. Pattern detectors, backtests and charts can be tried on data
      whose right answers are known.

      ```sh
      tickstock scenario list                                            # all there are; of those that are loaded, size and age
      tickstock scenario show crash_2020 --param drawdown=40%            # parameters and answer key
      tickstock load --scenario crash_2020                               # daily and minute bars, into a database of its own
      tickstock scenario verify crash_2020                               # what is stored against the answer key, line by line
      tickstock scenario verify crash_2020 --patterns                    # TA-Lib's detectors over what was planted
      tickstock bars TEST_SPY --from 2020-02-19 --to 2020-03-23          # looks into the scenario that was loaded last
      tickstock simulate --scenario flash_crash --port 9912              # serves it like the vendor
      tickstock scenario stats                                           # generated prices against the bands of real funds
      ```

      - **The same every time.** Name, parameters and seed give the same bars on every machine, byte for byte. Another `--param seed=N` is another market with the
        same events. `--param` also takes dates and sizes; what is out of range or does not go together is refused with the reason.
      - **Minutes add up.** The regular minutes of a session have its open, high, low and close, all minutes its volume and trades. Sessions, half days and
        clock changes are the exchange's.
      - **Like markets.** Returns have fat tails and come in calm and wild times, funds and stocks follow the market and their sector, most is traded at the open
        and the close. `tickstock scenario stats --data DIR` prints the numbers beside those of real bars (folders of per-ticker files).
      - **Where it goes.** All symbols begin with `TEST_`. Each scenario, with each set of parameters, has a development database of its own
        (`tickstock_scenario_…`). `tickstock dev drop --scenario gaps --yes` deletes one. Profile `prod` refuses scenarios; no universe holds their symbols. With `DATABASE_URL` give an empty database: one that holds
        another market is refused.
      - **Real windows.** The historic ones (`crash_2020`, `growth_2021`, `volatility_periods`) load the real dates from the vendor where there is a key, or from
        a folder: `tickstock load --scenario crash_2020 --from-files DIR`, then `tickstock scenario verify crash_2020 --real`. Without both, and with `--twin`,
        it is their synthetic twin. Real windows are loaded by day; `--interval minute` loads their minutes.
      - **Exit codes of `verify`**: 0 all is as asked, 1 something is not, 3 something is not loaded.

      """;

  private static final String YEARS =
      """
      ## What the numbers promise

      `scenario stats` measures twenty years, and for every seed that we tried (1 to 100; a test holds 1 to 20) all figures lie within the bands of real funds. One
      scenario is about 252 sessions, and so few have one wild time, or none: their tails and clusters are often smaller than those of twenty years. So it is with real
      funds: of the 23 whole years of SPY that we have, 1 has such tails, 5 have such clusters at lag 1 and 6 at lag 20 (measured by hand). Of the funds of `%s`,
      with the seeds 1 to %d, this share of the years lies within the bands of twenty:

      | figure | band | years within it |
      |---|---|---|
      """;

  private static final String PATTERNS =
      """
      ## Patterns in all of them

      `%s` has a candlestick pattern every 13 sessions, one after the other: %s. `%s` goes up and down in legs of 36 sessions, so that the average of 10
      closes crosses that of 30 soon after each turn and the relative strength of 14 sessions is above 70 or below 30 at it. `scenario verify NAME --patterns` runs
      TA-Lib over the stored bars, counts what is found of the planted ones (95 %% are needed) and what is found elsewhere: by chance, as in real prices.

      The shapes are a library: `ai.tickstock.scenario.shapes.CandleShape` draws each after candles of yours, `Wave` makes the closes.

      ```java
      var candles = new ArrayList<Candle>(history);                  // at least ten
      candles.addAll(CandleShape.MORNING_STAR.after(history));
      ```

      ## Parameters that all have

      """;

  private ScenarioPage() {}

  private static ScenarioMarket market(Scenario scenario) {
    return scenario.market(scenario.values(Map.of()), TradingCalendar.nyse());
  }

  /// The page.
  static String text() {
    var page = new StringBuilder(HEAD);
    page.append("| scenario | what happens | real window |\n|---|---|---|\n");
    for (var scenario : Scenarios.all()) {
      page.append(
          "| [`%s`](#%s) | %s | %s |\n"
              .formatted(
                  scenario.name(),
                  scenario.name(),
                  scenario.title(),
                  scenario.history().isPresent() ? "yes" : ""));
    }
    page.append('\n').append(YEARS.formatted(YearsInBand.SCENARIO, YearsInBand.SEEDS));
    YearsInBand.measured()
        .forEach((what, years) ->
            page.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f %% |\n",
                    what,
                    years.band(),
                    100 * years.share())));
    page.append('\n')
        .append(
            PATTERNS.formatted(
                Plot.CANDLES,
                Stream.of(CandleShape.values())
                    .map(CandleShape::words)
                    .collect(Collectors.joining(", ")),
                Plot.WAVE));
    var common = Scenarios.all().getFirst().parameters().subList(0, 5);
    parameters(page, common, false);
    Scenarios.all().forEach(scenario -> section(page, scenario, common));
    return page.toString();
  }

  private static void section(
      StringBuilder page, Scenario scenario, List<ScenarioParameter> common) {
    var market = market(scenario);
    page.append("\n## ").append(scenario.name()).append("\n\n").append(scenario.about());
    page.append("\n\n![").append(scenario.title()).append("](../pictures/scenario-");
    page.append(scenario.name()).append(".svg)\n\n");
    page.append("Loaded: ")
        .append(market.windows().stream().map(Object::toString).collect(Collectors.joining(", ")))
        .append(". Symbols: ")
        .append(market.tickers().stream().collect(Collectors.joining(", ")))
        .append(".\n");
    var own = scenario.parameters().subList(common.size(), scenario.parameters().size());
    if (!own.isEmpty()) {
      page.append('\n');
      parameters(page, own, true);
    }
    page.append("\n| symbol | answer key | asked |\n|---|---|---|\n");
    for (var line : market.answerKey()) {
      if (!line.what().startsWith("sessions ") || line.what().contains("nobody traded")) {
        page.append(row(line));
      }
    }
    page.append("\nPlanted patterns, complete on these dates: ")
        .append(
            market.patterns().stream()
                .filter(p -> p.kind() instanceof PlantedPattern.Kind.Candles)
                .map(p -> p.kind().words() + " " + p.session())
                .collect(Collectors.joining(", ")))
        .append(". Turns of `")
        .append(Plot.WAVE)
        .append("`: ")
        .append(
            market.patterns().stream()
                .filter(p -> p.kind() instanceof PlantedPattern.Kind.Cross)
                .map(p -> p.session().toString())
                .collect(Collectors.joining(", ")))
        .append(".\n");
    scenario
        .history()
        .ifPresent(history -> {
          page.append("\nThe real window: ")
              .append(
                  history.windows().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining(", ")))
              .append(". Symbols: ")
              .append(String.join(", ", history.symbols()))
              .append(".\n\n| symbol | answer key | asked |\n|---|---|---|\n");
          history.key().forEach(line -> page.append(row(line)));
        });
  }

  private static String row(Expectation line) {
    return "| %s | %s | %s |\n".formatted(line.ticker(), line.what(), line.asked());
  }

  private static void parameters(
      StringBuilder page, List<ScenarioParameter> parameters, boolean withDefaults) {
    page.append(
        withDefaults
            ? "| parameter | default | range | means |\n|---|---|---|---|\n"
            : "| parameter | range | means |\n|---|---|---|\n");
    for (var p : parameters) {
      var byDefault = p.byDefault().isEmpty() ? "chosen" : p.byDefault();
      page.append(
          withDefaults
              ? "| `%s` | %s | %s | %s |\n".formatted(p.name(), byDefault, p.range(), p.meaning())
              : "| `%s` | %s | %s |\n".formatted(p.name(), p.range(), p.meaning()));
    }
  }

  // ---- pictures

  /// The pictures by file name.
  static Map<String, String> pictures() {
    var pictures = new LinkedHashMap<String, String>();
    for (var scenario : Scenarios.all()) {
      pictures.put("scenario-" + scenario.name() + ".svg", picture(scenario));
    }
    return pictures;
  }

  private static String picture(Scenario scenario) {
    var market = market(scenario);
    var lines = new LinkedHashMap<String, List<Double>>();
    var first = market.roles().getFirst();
    int event =
        market.roles().stream().flatMap(r -> r.events.keySet().stream()).findFirst().orElse(0);
    if (event > 0) {
      for (var role : market.roles()) {
        if (role.events.containsKey(event) && lines.size() < 3) {
          lines.put(role.ticker + " on " + market.date(event), minutes(market, role, event));
        }
      }
    } else {
      lines.put(first.ticker, closes(market, 0));
      for (int i = CAST + 2; i < market.roles().size() && lines.size() < COLOURS.size(); i++) {
        lines.put(market.roles().get(i).ticker, closes(market, i));
      }
      lines.keySet().removeIf(t -> lines.size() > 2 && t.equals(first.ticker));
    }
    return svg(scenario.title(), lines);
  }

  private static List<Double> closes(ScenarioMarket market, int role) {
    var splits = market.roles().get(role).splits;
    int before = market.roles().get(role).first - 1;
    var closes = new ArrayList<Double>();
    for (int i = 0; i < before; i++) {
      closes.add(Double.NaN);
    }
    market.days(role).forEach(d -> closes.add(d.close() / Prices.after(splits, d.session())));
    return closes;
  }

  private static List<Double> minutes(ScenarioMarket market, Role role, int session) {
    var rows = market.minutes(role.ticker, market.date(session));
    var prices = new ArrayList<Double>();
    for (int i = 0; i < rows.size(); i++) {
      prices.add(rows.low(i));
      prices.add(rows.high(i));
    }
    return prices;
  }

  /// Lines that all start at 100.
  private static String svg(String title, Map<String, List<Double>> lines) {
    var scaled = new LinkedHashMap<String, List<Double>>();
    lines.forEach((name, values) -> {
      double start = values.stream().filter(v -> !v.isNaN()).findFirst().orElseThrow();
      scaled.put(name, values.stream().map(v -> 100 * v / start).toList());
    });
    double low = extreme(scaled, false);
    double high = extreme(scaled, true);
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11" role="img" aria-label="%s">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(WIDTH, HEIGHT, title));
    for (double level : List.of(low, 100.0, high)) {
      svg.append(
          "<path d=\"M40 %s H%d\" stroke=\"#dddddd\"/><text x=\"4\" y=\"%s\" fill=\"#555555\">%s</text>\n"
              .formatted(
                  number(y(level, low, high)),
                  WIDTH,
                  number(y(level, low, high) + 4),
                  String.format(Locale.ROOT, "%.0f", level)));
    }
    int i = 0;
    for (var line : scaled.entrySet()) {
      var colour = COLOURS.get(i);
      svg.append("<path fill=\"none\" stroke=\"").append(colour).append("\" d=\"");
      var values = line.getValue();
      boolean drawn = false;
      for (int t = 0; t < values.size(); t++) {
        if (!values.get(t).isNaN()) {
          double x = 44 + (WIDTH - 48.0) * t / Math.max(1, values.size() - 1);
          svg.append(drawn ? "L" : "M").append(number(x)).append(' ');
          svg.append(number(y(values.get(t), low, high)));
          drawn = true;
        }
      }
      svg.append(
          "\"/>\n<text x=\"%d\" y=\"14\" fill=\"%s\">%s</text>\n"
              .formatted(48 + 190 * i, colour, line.getKey()));
      i++;
    }
    return svg.append("</svg>\n").toString();
  }

  private static double extreme(Map<String, List<Double>> lines, boolean high) {
    var all = lines.values().stream().flatMap(List::stream).filter(v -> !v.isNaN());
    return high
        ? all.mapToDouble(v -> v).max().orElseThrow()
        : all.mapToDouble(v -> v).min().orElseThrow();
  }

  private static double y(double value, double low, double high) {
    return 24 + (HEIGHT - 34) * (high - value) / (high - low);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
