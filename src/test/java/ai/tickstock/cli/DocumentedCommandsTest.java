package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/// Every command line in the documentation can be typed: commands, options and the kinds of their
/// values exist.
class DocumentedCommandsTest {
  /// What the launcher does itself.
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("build", "test", "release", "mvn", "bench");

  private final TestProgram program = TestProgram.onNewDatabase();

  /// One for all lines: to make it takes far longer than to parse one.
  private final CommandLine tree = CommandLineInterface.tree(program);

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void everyCommandLineInTheDocumentationCanBeTyped() throws IOException {
    var wrong = new ArrayList<String>();
    int commands = 0;
    for (var page : Document.all()) {
      var lines = page.commandLines();
      commands += lines.size();
      lines.forEach(line -> mistake(line).ifPresent(wrong::add));
    }
    assertThat(wrong).isEmpty();
    assertThat(commands).isGreaterThan(80);
  }

  @Test
  void everyCommandStandsInTheDocumentation() throws IOException {
    var named = new ArrayList<String>();
    for (var page : Document.all()) {
      page.commandLines().forEach(line -> named.add(line.words().getFirst()));
    }
    assertThat(named).containsAll(tree.getSubcommands().keySet());
  }

  @Test
  void findsCommandLinesThatCannotBeTyped() {
    var page =
        new Document(
            Path.of("page.md"),
            """
            Say `tickstock load --no-such-option`, or `tickstock runs show`, or `./tickstock test`.
            ```sh
            $ TICKSTOCK_HOME=/tmp/x tickstock bars SPY --days 5 > bars.csv   # the last week
            tickstock no-such-command
            tickstock runs show
            tickstock bars SPY --days five
            30 21 * * 1-5  cd /opt && ./tickstock runs list --limit many 2>>err >>out
            tickstock: this is output
            ./tickstock test --faults
            tickstock test
            ```
            """);
    assertThat(page.commandLines().stream().flatMap(line -> mistake(line).stream()))
        .extracting(text -> text.substring(0, text.indexOf(": ")))
        .containsExactly(
            "page.md:1 [load, --no-such-option]",
            "page.md:4 [no-such-command]",
            "page.md:5 [runs, show]",
            "page.md:6 [bars, SPY, --days, five]",
            "page.md:7 [runs, list, --limit, many]",
            "page.md:10 [test]");
  }

  private Optional<String> mistake(Document.CommandLine line) {
    if (line.launched() && OF_THE_LAUNCHER.contains(line.words().getFirst())) {
      return Optional.empty();
    }
    try {
      tree.parseArgs(arguments(line).toArray(String[]::new));
      return Optional.empty();
    } catch (MissingParameterException e) {
      return line.whole() ? told(line, e) : Optional.empty();
    } catch (ParameterException e) {
      return told(line, e);
    }
  }

  /// Without `--config FILE`, which is read before any command, and with a number for `ID`.
  private static List<String> arguments(Document.CommandLine line) {
    var arguments = new ArrayList<String>();
    for (int i = 0; i < line.words().size(); i++) {
      var word = line.words().get(i);
      if (word.equals("--config")) {
        i++;
      } else {
        arguments.add(word.equals("ID") ? "1" : word);
      }
    }
    return arguments;
  }

  private static Optional<String> told(Document.CommandLine line, ParameterException e) {
    return Optional.of(line.place() + " " + line.words() + ": " + e.getMessage());
  }
}
