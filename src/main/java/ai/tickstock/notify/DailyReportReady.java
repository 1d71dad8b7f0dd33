package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// The report of a session: what was there, what was repaired, what needs a person.
///
/// @param headline one line, without the session
/// @param needsPerson whether something waits for somebody
/// @param lead one or two sentences
/// @param facts label and value
/// @param trend percent of the tracked symbols that were whole, oldest session first
/// @param tables in the order in which they are shown
public record DailyReportReady(
    LocalDate target,
    String headline,
    boolean needsPerson,
    String lead,
    List<Fact> facts,
    List<Point> trend,
    List<Table> tables)
    implements NewNotice {
  /// Below this a chart of percents would show a line at its top only.
  private static final double LEAST_SPAN = 0.5;

  public DailyReportReady {
    facts = List.copyOf(facts);
    trend = List.copyOf(trend);
    tables = List.copyOf(tables);
  }

  public record Fact(String label, String value) {}

  public record Point(LocalDate session, double percent) {}

  /// @param columns a heading with `>` before it is one of numbers
  public record Table(String title, List<String> columns, List<List<String>> rows) {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  @Override
  public Severity severity() {
    return needsPerson ? Severity.HIGH : Severity.NORMAL;
  }

  @Override
  public String cause() {
    return "daily_report " + target;
  }

  @Override
  public String subject() {
    return "Report of " + target + ": " + headline;
  }

  @Override
  public Optional<LocalDate> session() {
    return Optional.of(target);
  }

  @Override
  public Content content() {
    var content = Content.of(lead);
    for (var fact : facts) {
      content = content.fact(fact.label(), fact.value());
    }
    if (trend.size() > 1) {
      content = content.chart(chart());
    }
    for (var table : tables) {
      content = content.grid(table.title(), table.columns(), table.rows());
    }
    return content.command("tickstock quality report --session " + target);
  }

  private Content.Chart chart() {
    double least = trend.stream().mapToDouble(Point::percent).min().orElseThrow();
    double from = Math.max(0, Math.floor(Math.min(least - LEAST_SPAN, 100 - 2 * LEAST_SPAN)));
    return new Content.Chart(
        "Whole tracked symbols, %% of all, from %.0f to 100".formatted(from),
        trend.stream().map(point -> point.session().toString()).toList(),
        trend.stream().map(Point::percent).toList(),
        from,
        100);
  }
}
