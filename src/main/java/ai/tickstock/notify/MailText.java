package ai.tickstock.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A message as plain text: for mail programs without HTML, and for Slack's tables.
final class MailText {
  private MailText() {}

  static String text(Message message) {
    var lines = new ArrayList<String>();
    lines.add(message.subject());
    for (var notice : message.inFull()) {
      var content = notice.content();
      lines.add("");
      if (message.notices().size() > 1) {
        lines.add("-- " + notice.subject());
      }
      lines.add(content.lead());
      content.facts().forEach(f -> lines.add("  " + f.label() + ": " + f.value()));
      content.chart().ifPresent(chart -> lines.addAll(List.of("", chart.title(), chart.line())));
      for (var grid : content.grids()) {
        if (!grid.title().isEmpty()) {
          lines.addAll(List.of("", grid.title()));
        }
        lines.addAll(table(grid));
      }
      content.commands().forEach(c -> lines.add("  $ " + c));
      lines.add("(" + Message.standing(notice) + ")");
    }
    if (message.hasLines()) {
      lines.add("");
      lines.addAll(table(message.inALine()));
    }
    lines.add("");
    lines.add("-- ");
    lines.add(message.signature());
    lines.add("Seen it? " + message.command());
    return lines.stream().map(Printable::of).collect(Collectors.joining("\n", "", "\n"));
  }

  /// Rows with aligned columns.
  static List<String> table(Content.Grid grid) {
    var rows = new ArrayList<List<String>>();
    var headings = new ArrayList<String>();
    for (int i = 0; i < grid.columns().size(); i++) {
      headings.add(grid.heading(i));
    }
    rows.add(headings);
    rows.addAll(grid.shown());
    var widths = new int[headings.size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        var padding = " ".repeat(widths[i] - length(row.get(i)));
        line.append("  ").append(grid.isNumber(i) ? padding + row.get(i) : row.get(i) + padding);
      }
      lines.add(line.toString().stripTrailing());
    }
    if (grid.left() > 0) {
      lines.add("  and " + grid.left() + " more");
    }
    return lines;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
