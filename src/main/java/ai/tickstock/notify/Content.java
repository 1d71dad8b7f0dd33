package ai.tickstock.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a notice says, before it is set as a mail or a Slack message. Texts are plain; whoever sets
/// them escapes them.
///
/// @param lead one or two sentences
/// @param commands what to type, one a line
record Content(
    String lead, List<Fact> facts, Optional<Chart> chart, List<Grid> grids, List<String> commands) {
  Content {
    facts = List.copyOf(facts);
    grids = List.copyOf(grids);
    commands = List.copyOf(commands);
  }

  record Fact(String label, String value) {}

  /// Values of the same kind, oldest first, as bars or as one line of characters.
  ///
  /// @param title what they are and their unit
  /// @param labels as many as values; the first and the last are shown
  /// @param from the value at the foot of the chart
  /// @param to the value at its top, above `from`
  record Chart(String title, List<String> labels, List<Double> values, double from, double to) {
    private static final String STEPS = "▁▂▃▄▅▆▇█";

    Chart {
      labels = List.copyOf(labels);
      values = List.copyOf(values);
      if (labels.size() != values.size() || values.isEmpty() || !(from < to)) {
        throw new IllegalArgumentException("a chart of " + values.size() + " values from " + from);
      }
    }

    /// From 0 at the foot to 1 at the top.
    double height(int index) {
      return Math.clamp((values.get(index) - from) / (to - from), 0.0, 1.0);
    }

    /// As one line of characters.
    String line() {
      var line = new StringBuilder();
      for (int i = 0; i < values.size(); i++) {
        line.append(STEPS.charAt((int) Math.round(height(i) * (STEPS.length() - 1))));
      }
      return labels.getFirst() + " " + line + " " + labels.getLast();
    }
  }

  /// Rows under headings.
  ///
  /// @param title over them; empty where the lead says it
  /// @param columns a heading with `>` before it is one of numbers, set to the right
  record Grid(String title, List<String> columns, List<List<String>> rows) {
    /// A mail is no place for more.
    private static final int MOST_ROWS = 40;

    Grid {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }

    List<List<String>> shown() {
      return rows.subList(0, Math.min(MOST_ROWS, rows.size()));
    }

    int left() {
      return rows.size() - shown().size();
    }

    boolean isNumber(int column) {
      return columns.get(column).startsWith(">");
    }

    String heading(int column) {
      return isNumber(column) ? columns.get(column).substring(1) : columns.get(column);
    }
  }

  static Content of(String lead) {
    return new Content(lead, List.of(), Optional.empty(), List.of(), List.of());
  }

  /// With one more fact; one without a value is left out.
  Content fact(String label, String value) {
    if (value.isBlank()) {
      return this;
    }
    var more = new ArrayList<>(facts);
    more.add(new Fact(label, value));
    return new Content(lead, more, chart, grids, commands);
  }

  Content grid(List<String> columns, List<List<String>> rows) {
    return grid("", columns, rows);
  }

  /// With one more table; one without rows is left out.
  Content grid(String title, List<String> columns, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    var more = new ArrayList<>(grids);
    more.add(new Grid(title, columns, rows));
    return new Content(lead, facts, chart, more, commands);
  }

  Content chart(Chart shown) {
    return new Content(lead, facts, Optional.of(shown), grids, commands);
  }

  Content command(String line) {
    var more = new ArrayList<>(commands);
    more.add(line);
    return new Content(lead, facts, chart, grids, more);
  }
}
