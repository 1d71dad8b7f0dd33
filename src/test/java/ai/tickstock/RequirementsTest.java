package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Each line that was asked for has a row in docs/requirements.md, and what a row names exists.
class RequirementsTest {
  /// Acceptance criteria and lines of the definition of done, by story.
  private static final Map<String, int[]> STORIES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("1.1", new int[] {10, 6}),
              Map.entry("1.2", new int[] {6, 4}),
              Map.entry("1.3", new int[] {7, 4}),
              Map.entry("1.4", new int[] {6, 4}),
              Map.entry("2.1", new int[] {7, 4}),
              Map.entry("2.2", new int[] {6, 3}),
              Map.entry("2.3", new int[] {6, 3}),
              Map.entry("3.1", new int[] {7, 3}),
              Map.entry("3.2", new int[] {5, 3}),
              Map.entry("3.3", new int[] {6, 3}),
              Map.entry("3.4", new int[] {7, 3}),
              Map.entry("3.5", new int[] {5, 3})));

  private static final int METRICS = 10;
  private static final int NOTES = 7;
  private static final int OF_THE_PLANS = 23;

  private static final Pattern TEST = Pattern.compile("\\b([A-Z][A-Za-z0-9]+Test)\\b");
  private static final Pattern BENCHMARK = Pattern.compile("`bench ([a-z-]+)`");

  private record Row(String id, String asked, String how, String shown) {}

  @Test
  void everyLineThatWasAskedForHasOneRow() throws IOException {
    assertThat(rows()).extracting(Row::id).containsExactlyInAnyOrderElementsOf(asked());
  }

  @Test
  void everyRowSaysHowAndNamesWhatShowsIt() throws IOException {
    var tests = testClasses();
    var benchmarks = Files.readString(Path.of("docs/benchmarks.md"));
    var wrong = new ArrayList<String>();
    for (var row : rows()) {
      if (row.asked.isBlank() || row.how.isBlank()) {
        wrong.add(row.id + " says nothing");
      }
      var named = TEST.matcher(row.shown).results().map(m -> m.group(1)).toList();
      var measured = BENCHMARK.matcher(row.shown).results().map(m -> m.group(1)).toList();
      if (named.isEmpty() && measured.isEmpty() && !row.shown.contains("the build fails")) {
        wrong.add(row.id + " names neither a test nor a benchmark");
      }
      named.stream()
          .filter(name -> !tests.contains(name))
          .forEach(name -> wrong.add(row.id + " names " + name + ", which is no test"));
      measured.stream()
          .filter(name -> !benchmarks.contains("| `" + name + "` |"))
          .forEach(name -> wrong.add(row.id + " names " + name + ", which is no benchmark"));
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> asked() {
    var ids = new ArrayList<String>();
    STORIES.forEach((story, lines) -> {
      for (int i = 1; i <= lines[0]; i++) {
        ids.add(story + "-C" + i);
      }
      for (int i = 1; i <= lines[1]; i++) {
        ids.add(story + "-D" + i);
      }
    });
    number(ids, "M", METRICS);
    number(ids, "T", NOTES);
    number(ids, "R", OF_THE_PLANS);
    return ids;
  }

  private static void number(List<String> ids, String letter, int last) {
    for (int i = 1; i <= last; i++) {
      ids.add(letter + i);
    }
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/requirements.md")).stream()
        .filter(line -> line.matches("\\| [0-9MRT].*"))
        .map(line -> line.split("\\|", -1))
        .map(cells -> new Row(cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4]))
        .toList();
  }

  private static TreeSet<String> testClasses() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      var names = new TreeSet<String>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.java"))
          .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
      return names;
    }
  }
}
