package ai.tickstock.scenario;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Something about a scenario that can be asked for in another way.
///
/// @param byDefault as somebody would write it; empty for dates that the scenario chooses
/// @param least smallest number that means something, percent for percentages
/// @param most largest number that means something
/// @param choices what can be chosen, for choices
/// @param meaning one sentence without a full stop
public record ScenarioParameter(
    String name,
    Kind kind,
    String byDefault,
    double least,
    double most,
    List<String> choices,
    String meaning) {
  /// How it is written.
  public enum Kind {
    /// `34%`; the sign may be left out.
    PERCENT,
    /// A whole number.
    COUNT,
    /// `2025-03-03`.
    DATE,
    /// `2025-03-03,2025-06-02`; empty for dates that the scenario chooses.
    DATES,
    /// One of `choices`.
    CHOICE
  }

  public ScenarioParameter {
    choices = List.copyOf(choices);
  }

  static ScenarioParameter percent(
      String name, double byDefault, double least, double most, String meaning) {
    return new ScenarioParameter(
        name, Kind.PERCENT, plain(byDefault) + "%", least, most, List.of(), meaning);
  }

  static ScenarioParameter count(
      String name, long byDefault, double least, double most, String meaning) {
    return new ScenarioParameter(
        name, Kind.COUNT, String.valueOf(byDefault), least, most, List.of(), meaning);
  }

  static ScenarioParameter date(String name, String byDefault, String meaning) {
    return new ScenarioParameter(name, Kind.DATE, byDefault, 0, 0, List.of(), meaning);
  }

  /// @param most how many dates
  static ScenarioParameter dates(String name, int most, String meaning) {
    return new ScenarioParameter(name, Kind.DATES, "", 1, most, List.of(), meaning);
  }

  static ScenarioParameter choice(String name, List<String> choices, String meaning) {
    return new ScenarioParameter(name, Kind.CHOICE, choices.getFirst(), 0, 0, choices, meaning);
  }

  /// The parameters that all have, then its own.
  static List<ScenarioParameter> list(
      String start, long sessions, double drift, double volatility, ScenarioParameter... own) {
    var all = new ArrayList<ScenarioParameter>();
    all.add(count("seed", 42, 0, 1e15, "another seed is another market with the same events"));
    all.add(date("start", start, "the first session, or the date after which it comes"));
    all.add(count("sessions", sessions, 60, 2520, "how many sessions"));
    all.add(percent("drift", drift, -50, 100, "what the market gains in a year, on average"));
    all.add(
        percent("volatility", volatility, 2, 80, "deviation of the market's returns in a year"));
    all.addAll(List.of(own));
    return all;
  }

  /// What may be given: `5% to 90%`.
  public String range() {
    return switch (kind) {
      case PERCENT -> plain(least) + "% to " + plain(most) + "%";
      case COUNT -> plain(least) + " to " + plain(most);
      case DATE -> "a session";
      case DATES -> "up to " + plain(most) + " sessions";
      case CHOICE -> String.join(", ", choices);
    };
  }

  /// The text as this program writes it.
  ///
  /// @throws ScenarioRefused if it means nothing
  String checked(String text) {
    return switch (kind) {
      case PERCENT -> plain(number(text)) + "%";
      case COUNT -> plain(number(text));
      case DATE -> date(text).toString();
      case DATES -> dates(text);
      case CHOICE -> choice(text.toLowerCase(Locale.ROOT));
    };
  }

  private double number(String text) {
    boolean signed = kind == Kind.PERCENT && text.endsWith("%");
    double number;
    try {
      number =
          new BigDecimal((signed ? text.substring(0, text.length() - 1) : text).strip())
              .doubleValue();
    } catch (NumberFormatException e) {
      throw refused(text, "is not a number");
    }
    if (kind == Kind.COUNT && number != Math.rint(number)) {
      throw refused(text, "is not a whole number");
    }
    if (!(number >= least && number <= most)) {
      throw refused(text, "lies outside");
    }
    return number;
  }

  private LocalDate date(String text) {
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeException e) {
      throw refused(text, "is not a date such as 2025-03-03");
    }
  }

  private String dates(String text) {
    if (text.isBlank()) {
      return "";
    }
    var dates = Arrays.stream(text.split(",", -1)).map(this::date).sorted().distinct().toList();
    if (dates.size() > most) {
      throw refused(text, "are too many");
    }
    return String.join(",", dates.stream().map(LocalDate::toString).toList());
  }

  private String choice(String text) {
    if (!choices.contains(text)) {
      throw refused(text, "is none of them");
    }
    return text;
  }

  private ScenarioRefused refused(String text, String why) {
    return new ScenarioRefused(
        "parameter " + name + "=" + text + " " + why + ": " + range() + " (" + meaning + ")");
  }

  /// A number as people write it: no trailing zeros, no exponent.
  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
