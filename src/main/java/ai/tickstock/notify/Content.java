package ai.tickstock.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a notice says, before it is set as a mail or a Slack message. Texts are plain; whoever sets
/// them escapes them.
///
/// @param lead one or two sentences
/// @param commands what to type, one a line
record Content(String lead, List<Fact> facts, Optional<Grid> grid, List<String> commands) {
  Content {
    facts = List.copyOf(facts);
    commands = List.copyOf(commands);
  }

  record Fact(String label, String value) {}

  /// Rows under headings.
  ///
  /// @param columns a heading with `>` before it is one of numbers, set to the right
  record Grid(List<String> columns, List<List<String>> rows) {
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
    return new Content(lead, List.of(), Optional.empty(), List.of());
  }

  /// With one more fact; one without a value is left out.
  Content fact(String label, String value) {
    if (value.isBlank()) {
      return this;
    }
    var more = new ArrayList<>(facts);
    more.add(new Fact(label, value));
    return new Content(lead, more, grid, commands);
  }

  Content grid(List<String> columns, List<List<String>> rows) {
    return new Content(lead, facts, Optional.of(new Grid(columns, rows)), commands);
  }

  Content command(String line) {
    var more = new ArrayList<>(commands);
    more.add(line);
    return new Content(lead, facts, grid, more);
  }
}
