package ai.tickstock.scenario;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A market in which known things happen, with a name, parameters and an answer key.
///
/// @param name as it is asked for: `crash_2020`
/// @param title in a few words
/// @param about what happens, in sentences
/// @param parameters what can be asked for in another way, the seed first
/// @param history the real market that it is a twin of
public record Scenario(
    String name,
    String title,
    String about,
    List<ScenarioParameter> parameters,
    Optional<History> history,
    Script script) {
  /// The prefix of all its tickers: no real ticker has it.
  public static final String PREFIX = "TEST_";

  public Scenario {
    parameters = List.copyOf(parameters);
  }

  /// The real market of a scenario.
  ///
  /// @param windows what is loaded of it
  /// @param symbols who is loaded
  /// @param key what is known of them
  public record History(List<DateRange> windows, List<String> symbols, List<Expectation> key) {
    public History {
      windows = List.copyOf(windows);
      symbols = List.copyOf(symbols);
      key = List.copyOf(key);
    }
  }

  /// Writes what happens.
  @FunctionalInterface
  interface Script extends Consumer<Plot> {}

  /// One that is no twin of a real market.
  static Scenario synthetic(
      String name, String title, String about, List<ScenarioParameter> parameters, Script script) {
    return new Scenario(name, title, about, parameters, Optional.empty(), script);
  }

  /// @param given parameters by name; the rest is as by default
  /// @throws ScenarioRefused for a parameter that is not there or means nothing
  public ScenarioValues values(Map<String, String> given) {
    return ScenarioValues.of(parameters, given);
  }

  /// Name and parameters in one line: `crash_2020 seed=42 drawdown=40%`. The same line means the
  /// same market.
  public String story(ScenarioValues values) {
    var seed = values.text("seed");
    var changed = values.changed();
    return name
        + " seed="
        + seed
        + (changed.isEmpty() || changed.equals("seed=" + seed)
            ? ""
            : " " + changed.replaceFirst("^seed=\\S+ ", ""));
  }

  /// The market of these parameters.
  ///
  /// @param calendar decides which dates are sessions
  /// @throws ScenarioRefused if the parameters do not go together
  public ScenarioMarket market(ScenarioValues values, TradingCalendar calendar) {
    var plot =
        new Plot(
            calendar,
            values,
            sessions(calendar, values.date("start"), (int) values.count("sessions")));
    script.accept(plot);
    plot.expectWholeness();
    return new ScenarioMarket(story(values), plot);
  }

  /// So many sessions from a date on.
  private static List<Session> sessions(TradingCalendar calendar, LocalDate start, int count) {
    var known = calendar.known();
    if (!known.contains(start)) {
      throw new ScenarioRefused(
          "parameter start=" + start + " lies outside the calendar's years, " + known);
    }
    var sessions = new ArrayList<Session>(count);
    var next = calendar.session(start).orElseGet(() -> calendar.next(start));
    while (sessions.size() < count) {
      sessions.add(next);
      if (!known.contains(next.date().plusDays(8))) {
        throw new ScenarioRefused(
            count + " sessions from " + start + " on reach beyond the calendar's years, " + known);
      }
      next = calendar.next(next.date());
    }
    return sessions;
  }
}
