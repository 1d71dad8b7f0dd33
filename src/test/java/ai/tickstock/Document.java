package ai.tickstock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// A page of documentation in Markdown.
///
/// @param path relative to the working directory, which is the checkout's in tests
public record Document(Path path, String text) {
  /// What lies between blanks, or between quotes.
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

  private static final Set<String> NOT_DOCUMENTATION =
      Set.of(".git", ".build", "node_modules", "target");
  private static final Pattern CODE_SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  /// A line that is to be typed.
  ///
  /// @param place for messages, `docs/operations.md:12`
  /// @param launched begins with `./tickstock`, so that the launcher's own words count
  /// @param words after the program's name
  /// @param whole stands in a code block, so nothing may be missing
  public record CommandLine(String place, boolean launched, List<String> words, boolean whole) {}

  private record Line(int number, String text, boolean code) {}

  /// Every page of the checkout.
  public static List<Document> all() throws IOException {
    try (var files = Files.walk(Path.of("."))) {
      var pages = new ArrayList<Document>();
      for (var file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        var path = Path.of(".").relativize(file);
        var folders = StreamSupport.stream(path.spliterator(), false).map(Path::toString);
        if (folders.noneMatch(NOT_DOCUMENTATION::contains)) {
          pages.add(new Document(path, Files.readString(file)));
        }
      }
      return pages;
    }
  }

  private List<Line> lines() {
    var lines = new ArrayList<Line>();
    boolean code = false;
    int number = 0;
    for (var text : text.split("\n", -1)) {
      number++;
      if (text.strip().startsWith("```")) {
        code = !code;
      } else {
        lines.add(new Line(number, text, code));
      }
    }
    return lines;
  }

  /// The targets of all links, as written.
  List<String> links() {
    var prose = new StringBuilder();
    lines().stream()
        .filter(line -> !line.code())
        .forEach(line -> prose.append(CODE_SPAN.matcher(line.text()).replaceAll("")).append('\n'));
    return LINK.matcher(prose).results().map(link -> link.group(1)).toList();
  }

  /// What a link can name in this page, as GitHub makes it of headings.
  List<String> anchors() {
    return lines().stream()
        .filter(line -> !line.code() && line.text().matches("#+ .*"))
        .map(line -> line.text().replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-'))
        .toList();
  }

  /// Rows of tables that begin with a code span, cells without their spaces.
  public List<List<String>> tableRows() {
    return lines().stream()
        .filter(line -> !line.code() && line.text().startsWith("| `"))
        .map(line -> line.text().substring(1).split("\\|", -1))
        .map(cells -> List.of(cells).stream().map(String::strip).toList())
        .toList();
  }

  /// Every line that starts the program.
  public List<CommandLine> commandLines() {
    var found = new ArrayList<CommandLine>();
    for (var line : lines()) {
      var place = path + ":" + line.number();
      if (line.code()) {
        command(place, line.text(), true).ifPresent(found::add);
      } else {
        CODE_SPAN
            .matcher(line.text())
            .results()
            .forEach(span -> command(place, span.group(1), false).ifPresent(found::add));
      }
    }
    return found;
  }

  private static Optional<CommandLine> command(String place, String text, boolean whole) {
    var line =
        text.strip()
            .replaceFirst("^\\$ ", "")
            .replaceFirst("^([0-9*]\\S* ){4}\\S+ +", "") // a line of a crontab
            .replaceFirst("^cd \\S+ && ", "")
            .replaceFirst("^([A-Z_]+=\\S* )+", "")
            .replaceFirst("(\\s#.*|\\s[0-9]?>>?(?!=)\\s*\\S.*|\\s\\|.*)$", "");
    var words =
        WORD.matcher(line.strip()).results().map(word -> word.group().replace("\"", "")).toList();
    var program = words.isEmpty() ? "" : words.getFirst();
    boolean launched = program.equals("./tickstock");
    int more = words.indexOf("…"); // "and so on"
    if (more >= 0) {
      words = words.subList(0, more);
    }
    boolean named = words.size() > 1 && words.get(1).matches("[a-z][a-z-]*|-.*");
    return (launched || program.equals("tickstock")) && named
        ? Optional.of(
            new CommandLine(place, launched, words.subList(1, words.size()), whole && more < 0))
        : Optional.empty();
  }
}
