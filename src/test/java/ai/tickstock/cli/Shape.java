package ai.tickstock.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The form of what a command prints: its lines without their numbers, dates, times, sizes and ids.
/// Of a table the header counts, and of one with two columns the words of the first.
///
/// A page may leave out what a command says on standard error, and lines in whose place a `…`
/// stands; everything else that is printed has to stand there, in its order.
final class Shape {
  private static final Pattern WITH_DIGIT = Pattern.compile("[^\\s(),:]*[0-9][^\\s()]*");
  private static final Pattern DURATION =
      Pattern.compile("#( (ms|s|min|h|days?)( #)?)+(?= |$|,|;)");
  private static final Pattern SIZE = Pattern.compile("# (B|kB|MB|GB)\\b");
  private static final Pattern GAP = Pattern.compile("\\S( {2,})\\S");
  private static final String AND_SO_ON = "…";

  /// A line of a command.
  ///
  /// @param isTalk on standard error
  record Line(String text, boolean isTalk) {}

  private Shape() {}

  /// What is shown and not printed, or printed and not shown.
  static Optional<String> difference(List<String> shown, List<Line> printed) {
    var expected = collapsed(shown.stream().map(text -> new Line(text, false)).toList());
    var actual = collapsed(printed);
    int next = 0;
    boolean skips = false;
    for (var line : expected) {
      if (line.text().equals(AND_SO_ON)) {
        skips = true;
        continue;
      }
      while (next < actual.size()
          && !matches(line.text(), actual.get(next).text())
          && (skips || actual.get(next).isTalk())) {
        next++;
      }
      if (next == actual.size()) {
        return Optional.of("nothing like this line is printed: " + line.text());
      }
      if (!matches(line.text(), actual.get(next).text())) {
        return Optional.of(
            "shown: \"%s\", printed: \"%s\"".formatted(line.text(), actual.get(next).text()));
      }
      next++;
      skips = false;
    }
    return skips
        ? Optional.empty()
        : actual.subList(next, actual.size()).stream()
            .filter(line -> !line.isTalk())
            .findFirst()
            .map(line -> "printed and not shown: " + line.text());
  }

  private static boolean matches(String shown, String printed) {
    int more = shown.indexOf(AND_SO_ON);
    return more < 0
        ? shown.equals(printed)
        : printed.startsWith(shown.substring(0, more).stripTrailing());
  }

  private static List<Line> collapsed(List<Line> lines) {
    var collapsed = new ArrayList<Line>();
    int columns = 0;
    for (var line : lines) {
      int its = 1 + (int) GAP.matcher(line.text().strip()).results().count();
      boolean isRow = columns > 1 && its > 1;
      var text = masked(line.text().strip());
      if (isRow) {
        text = columns == 2 ? text.split(" {2,}")[0] : "(rows)";
      } else {
        columns = its;
        text = text.replaceAll(" {2,}", "  ");
      }
      if (!text.isEmpty() && (collapsed.isEmpty() || !collapsed.getLast().text().equals(text))) {
        collapsed.add(new Line(text, line.isTalk()));
      }
    }
    return collapsed;
  }

  private static String masked(String text) {
    var numbers = WITH_DIGIT.matcher(text).replaceAll("#");
    return SIZE.matcher(DURATION.matcher(numbers).replaceAll("#")).replaceAll("#");
  }
}
