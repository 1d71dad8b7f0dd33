package ai.tickstock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private static final Pattern EXPORT = Pattern.compile("^ *export ([A-Z_]+)=(\"[^\"]*\"|\\S+)");
  private static final Pattern UNSET = Pattern.compile("^ *unset ([A-Z_]+)");
  private static final Pattern SET = Pattern.compile("^([A-Z_]+)=(\\S*) ");
  private static final Pattern CODE_SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  /// A line that is to be typed.
  ///
  /// @param place for messages, `docs/operations.md:12`
  /// @param launched begins with `./tickstock`, so that the launcher's own words count
  /// @param words after the program's name
  /// @param whole stands in a code block, so nothing may be missing
  /// @param variables set before it, in its line or its block
  /// @param shown the lines that the page shows after it; empty where it shows none
  public record CommandLine(
      String place,
      boolean launched,
      List<String> words,
      boolean whole,
      Map<String, String> variables,
      Optional<List<String>> shown) {
    /// The file, without the number of the line.
    public String page() {
      return place.substring(0, place.lastIndexOf(':'));
    }

    @Override
    public String toString() {
      return place + " " + String.join(" ", words);
    }
  }

  /// What is to be typed and does not start the program.
  ///
  /// @param place for messages
  /// @param text whole, also where it stands on several lines
  public record OtherCommand(String place, String text) {}

  private record Line(int number, String text, boolean code, String language) {}

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
    var language = "";
    int number = 0;
    for (var text : text.split("\n", -1)) {
      number++;
      if (text.strip().startsWith("```")) {
        code = !code;
        language = text.strip().substring(3);
      } else {
        lines.add(new Line(number, text, code, language));
      }
    }
    return lines;
  }

  /// The targets of all links, as written.
  public List<String> links() {
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
    var block = new HashMap<String, String>();
    int last = 0;
    for (var line : lines()) {
      var place = path + ":" + line.number();
      if (!line.code()) {
        CODE_SPAN
            .matcher(line.text())
            .results()
            .forEach(span -> command(place, span.group(1), false, Map.of()).ifPresent(found::add));
        continue;
      }
      if (line.number() != last + 1) {
        block.clear();
      }
      last = line.number();
      EXPORT
          .matcher(line.text())
          .results()
          .filter(export -> !export.group(2).contains("…")) // a secret of somebody
          .forEach(export -> block.put(export.group(1), export.group(2).replace("\"", "")));
      UNSET.matcher(line.text()).results().forEach(unset -> block.remove(unset.group(1)));
      command(place, line.text(), true, block)
          .map(command -> line.text().strip().startsWith("$ ") ? shown(command, line) : command)
          .ifPresent(found::add);
    }
    return found;
  }

  /// Every other command in blocks of the shell.
  public List<OtherCommand> otherCommands() {
    var found = new ArrayList<OtherCommand>();
    var open = "";
    int began = 0;
    for (var line : lines()) {
      var text = line.text().strip();
      boolean typed =
          line.code()
              && (line.language().equals("sh")
                  || line.language().equals("console") && text.startsWith("$ "));
      if (!typed || text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      began = open.isEmpty() ? line.number() : began;
      open = open.isEmpty() ? text.replaceFirst("^\\$ ", "") : open + "\n" + text;
      if (isWhole(open)) {
        var place = path + ":" + began;
        boolean isOurs = command(place, open, true, Map.of()).isPresent();
        if (!isOurs && !open.matches("(export|unset) .*")) {
          found.add(new OtherCommand(place, open));
        }
        open = "";
      }
    }
    return found;
  }

  private static boolean isWhole(String text) {
    boolean isQuoted = text.chars().filter(letter -> letter == '\'').count() % 2 == 1;
    return !isQuoted && !text.endsWith("\\") && (!text.startsWith("for ") || text.endsWith("done"));
  }

  /// With the lines of the block up to the next that is to be typed.
  private CommandLine shown(CommandLine command, Line typed) {
    var shown = new ArrayList<String>();
    int before = typed.number();
    for (var line : lines()) {
      if (line.number() == before + 1 && line.code() && !line.text().strip().startsWith("$ ")) {
        shown.add(line.text());
        before++;
      }
    }
    return new CommandLine(
        command.place(),
        command.launched(),
        command.words(),
        command.whole(),
        command.variables(),
        shown.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(shown)));
  }

  private static Optional<CommandLine> command(
      String place, String text, boolean whole, Map<String, String> block) {
    var line =
        text.strip()
            .replaceFirst("^\\$ ", "")
            .replaceFirst("^([0-9*]\\S* ){4}\\S+ +", "") // a line of a crontab
            .replaceFirst("^cd \\S+ && ", "");
    var variables = new HashMap<>(block);
    for (var set = SET.matcher(line); set.find(); set = SET.matcher(line)) {
      variables.put(set.group(1), set.group(2));
      line = line.substring(set.end());
    }
    line = line.replaceFirst("(\\s#.*|\\s[0-9]?>>?(?!=)\\s*\\S.*|\\s\\|.*)$", "");
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
            new CommandLine(
                place,
                launched,
                words.subList(1, words.size()),
                whole && more < 0,
                Map.copyOf(variables),
                Optional.empty()))
        : Optional.empty();
  }
}
