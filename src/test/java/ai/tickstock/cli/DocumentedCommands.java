package ai.tickstock.cli;

import ai.tickstock.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a test does with commands of the documentation that it cannot run as they stand there: the
/// list in `documented-commands.txt`, in which each stands with the reason.
///
/// A line is a word, what it is about, and what is done, between ` | `:
///
/// | word | about | done |
/// |---|---|---|
/// | `never` | command | the reason why it is not run |
/// | `as` | command | another command in its place, and the reason |
/// | `shell` | beginning of a command of others | the reason why it is not run |
/// | `exit` | command | another exit code than 0, and the reason |
/// | `other` | command | the reason why its output looks otherwise than on the page |
/// | `word` | word of a command | what it stands for |
/// | `clock` | page | the instant |
/// | `with` | page | a variable |
/// | `before` | page | a command that is run before those of the page |
///
/// A command can begin with its page (`docs/page.md: load …`) or with `$`, which stands for those
/// whose output is shown, and end with `*`, any further words.
final class DocumentedCommands {
  private static final Path LIST =
      Path.of("src/test/resources/ai/tickstock/cli/documented-commands.txt");
  private static final Set<String> OF_PAGES = Set.of("clock", "with", "before");

  private record Entry(String place, String verb, String about, List<String> done) {
    boolean concerns(Document.CommandLine line) {
      return switch (verb) {
        case "clock", "with", "before" -> about.equals(line.page());
        case "word" -> line.words().contains(about);
        case "shell" -> false;
        default -> isOf(line);
      };
    }

    boolean concerns(Document.OtherCommand other) {
      return verb.equals("shell") && other.text().startsWith(about);
    }

    private boolean isOf(Document.CommandLine line) {
      var pattern = about;
      int page = pattern.indexOf(".md: ");
      if (page >= 0) {
        if (!pattern.substring(0, page + 3).equals(line.page())) {
          return false;
        }
        pattern = pattern.substring(page + 5);
      }
      if (pattern.startsWith("$ ")) {
        if (line.shown().isEmpty()) {
          return false;
        }
        pattern = pattern.substring(2);
      }
      var words = String.join(" ", line.words());
      if (!pattern.endsWith("*")) {
        return words.equals(pattern);
      }
      var begin = pattern.substring(0, pattern.length() - 1).strip();
      return begin.isEmpty() || words.equals(begin) || words.startsWith(begin + " ");
    }
  }

  private final List<Entry> entries;

  private DocumentedCommands(List<Entry> entries) {
    this.entries = entries;
  }

  static DocumentedCommands read() throws IOException {
    return of(LIST.getFileName().toString(), Files.readAllLines(LIST));
  }

  static DocumentedCommands of(String name, List<String> lines) {
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var fields = Arrays.stream(line.split(" +\\| +", -1)).map(String::strip).toList();
      int least =
          switch (fields.getFirst()) {
            case "as", "exit" -> 4;
            case "never", "shell", "other", "word", "clock", "with", "before" -> 3;
            default -> throw new IllegalArgumentException(line);
          };
      if (fields.size() < least || fields.stream().anyMatch(String::isEmpty)) {
        throw new IllegalArgumentException("something is missing: " + line);
      }
      entries.add(
          new Entry(
              name + ":" + (i + 1),
              fields.getFirst(),
              fields.get(1),
              fields.subList(2, fields.size())));
    }
    return new DocumentedCommands(entries);
  }

  /// Lines of the list that are about nothing that the documentation has.
  List<String> withoutAnOccasion(
      List<Document.CommandLine> documented, List<Document.OtherCommand> others) {
    return entries.stream()
        .filter(entry ->
            documented.stream().noneMatch(entry::concerns)
                && others.stream().noneMatch(entry::concerns))
        .map(entry -> entry.place() + " " + entry.about())
        .toList();
  }

  boolean isRun(Document.OtherCommand other) {
    return entries.stream().noneMatch(entry -> entry.concerns(other));
  }

  boolean isRun(Document.CommandLine line) {
    return first("never", line).isEmpty();
  }

  boolean isCompared(Document.CommandLine line) {
    return first("other", line).isEmpty();
  }

  int exitCode(Document.CommandLine line) {
    return first("exit", line).map(entry -> Integer.valueOf(entry.done().getFirst())).orElse(0);
  }

  /// What is run in its place, with its words replaced.
  Document.CommandLine placed(Document.CommandLine line) {
    var other = first("as", line).map(entry -> parsed(line, entry.done().getFirst()));
    var words = new ArrayList<>(other.orElse(line).words());
    words.replaceAll(word ->
        entries.stream()
            .filter(entry -> entry.verb().equals("word") && entry.about().equals(word))
            .map(entry -> entry.done().getFirst())
            .findFirst()
            .orElse(word));
    var variables = new HashMap<>(line.variables());
    other.ifPresent(replaced -> {
      variables.clear();
      variables.putAll(replaced.variables());
    });
    return new Document.CommandLine(
        line.place(), line.launched(), words, line.whole(), variables, line.shown());
  }

  private static Document.CommandLine parsed(Document.CommandLine line, String command) {
    return new Document(Path.of(line.page()), "```\n" + command + "\n```\n")
        .commandLines()
        .getFirst();
  }

  Optional<String> clock(String page) {
    return about("clock", page).map(entry -> entry.done().getFirst()).findFirst();
  }

  Map<String, String> variables(String page) {
    var variables = new HashMap<String, String>();
    about("with", page)
        .map(entry -> entry.done().getFirst().split("=", 2))
        .forEach(set -> variables.put(set[0], set[1]));
    return variables;
  }

  List<Document.CommandLine> before(String page) {
    return about("before", page)
        .map(entry ->
            new Document(Path.of(page), "```\n" + entry.done().getFirst() + "\n```\n")
                .commandLines()
                .getFirst())
        .toList();
  }

  private Stream<Entry> about(String verb, String page) {
    if (!OF_PAGES.contains(verb)) {
      throw new IllegalArgumentException(verb);
    }
    return entries.stream()
        .filter(entry -> entry.verb().equals(verb) && entry.about().equals(page));
  }

  private Optional<Entry> first(String verb, Document.CommandLine line) {
    return entries.stream()
        .filter(entry -> entry.verb().equals(verb) && entry.concerns(line))
        .findFirst();
  }
}
