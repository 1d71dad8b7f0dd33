package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.load.StopRun;
import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineInterfaceTest {
  private final TestProgram program = TestProgram.onNewDatabase();

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void helpListsTheCommandsOnStandardOutput() {
    var ended = program.run("--help");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .startsWith("Usage: tickstock [-hV] [--verbose] COMMAND")
        .containsPattern("  coverage +Compares stored bars")
        .contains("Exit codes: 0 done, 1 failed, 2 misused, 3 done in part.");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void everyCommandHasShortHelpWithAnExample() {
    var withoutExample = new ArrayList<String>();
    collect(CommandLineInterface.tree(program), withoutExample);
    assertThat(withoutExample).isEmpty();
  }

  private static void collect(CommandLine command, List<String> withoutExample) {
    for (var sub : command.getSubcommands().values()) {
      var help = sub.getUsageMessage();
      var name = sub.getCommandSpec().qualifiedName();
      boolean hasExample =
          help.contains("Example: " + name) || help.contains("\n  " + name + " --");
      if (!hasExample || help.lines().count() > 40) {
        withoutExample.add(name);
      }
      collect(sub, withoutExample);
    }
  }

  /// picocli takes help texts for format strings, and warns on a bare percent sign.
  @Test
  void percentSignsOfHelpTextsAreDoubled() {
    var texts = new ArrayList<String>();
    collectTexts(CommandLineInterface.tree(program), texts);
    assertThat(texts).isNotEmpty();
    assertThat(texts).filteredOn(text -> !isFormat(text)).isEmpty();
  }

  private static boolean isFormat(String text) {
    try {
      return !text.formatted().isEmpty() || text.isEmpty();
    } catch (IllegalFormatException e) {
      return false;
    }
  }

  private static void collectTexts(CommandLine command, List<String> texts) {
    var spec = command.getCommandSpec();
    texts.addAll(List.of(spec.usageMessage().description()));
    texts.addAll(List.of(spec.usageMessage().footer()));
    command.getSubcommands().values().forEach(sub -> collectTexts(sub, texts));
  }

  /// Lists of commands show the first line alone.
  @Test
  void theFirstLineOfADescriptionIsAWholeSentence() {
    assertThat(all(CommandLineInterface.tree(program)))
        .filteredOn(
            command -> !command.getCommandSpec().usageMessage().description()[0].endsWith("."))
        .extracting(command -> command.getCommandSpec().qualifiedName())
        .isEmpty();
  }

  /// A command and all below it.
  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CommandLineInterfaceTest::all));
  }

  @Test
  void everyCommandKnowsTheHelpOption() {
    var without = new ArrayList<String>();
    collectWithoutHelp(CommandLineInterface.tree(program), without);
    assertThat(without).isEmpty();
  }

  private static void collectWithoutHelp(CommandLine command, List<String> without) {
    if (!command.getCommandSpec().mixinStandardHelpOptions()) {
      without.add(command.getCommandSpec().qualifiedName());
    }
    command.getSubcommands().values().forEach(sub -> collectWithoutHelp(sub, without));
  }

  @Test
  void refusesAFormatThatContradictsItselfBeforeItLoadsAnything() {
    var ended = program.line("load --symbols AAPL --days 1 --json --format csv");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("--json and --format csv contradict each other");
    assertThat(program.line("runs list").err()).contains("no runs yet");
  }

  @Test
  void refusesAnEmptyFolderNameInsteadOfReadingTheWorkingFolder() {
    var ended = program.run("load", "--from-files", "", "--all", "--days", "1");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("--from-files needs a folder");
  }

  @ParameterizedTest
  @CsvSource({
    "--years,1e999999999,is not a number such as 5 or 0.5",
    "--years,1e-999999999,is not a number such as 5 or 0.5",
    "--years,abc,is not a number such as 5 or 0.5",
    "--years,NaN,is not a number such as 5 or 0.5",
    "--months,1.5,is not a whole number up to 2147483647",
    "--days,99999999999,is not a whole number up to 2147483647",
  })
  void refusesWhatIsNoNumberWithoutWordsOfJava(String option, String value, String message) {
    var ended = program.run("load", "--symbols", "AAPL", option, value, "--plan");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .contains(option, "'" + value + "' " + message)
        .doesNotContain("java.", "BigDecimal", "int ");
  }

  @Test
  void everyCommandAnswersHelpWithItsUsage() {
    var ended = program.line("calendar is-open --help");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .startsWith("Usage: tickstock calendar is-open")
        .contains("4 cannot tell")
        .contains("Example: tickstock calendar is-open XNYS --ago 6h");
  }

  @Test
  void tellsItsVersion() {
    var ended = program.run("--version");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("TickStock Data ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          brs|unknown command or argument 'brs'; did you mean bars
          coverage --symbol A|unknown option '--symbol'; did you mean --symbols? (see 'tickstock coverage --help')
          runs|say which: cancel, list, pause, resume, show (see 'tickstock runs --help')
          bars|Missing required parameter: 'SYMBOL[@DATE]' (see 'tickstock bars --help')
          bars SPY --days x|Invalid value for option '--days': 'x' is not a whole number
          bars SPY --from 2024-13-01|'2024-13-01' is not a date such as 2024-01-31
          bars SPY --known-at noon|'noon' is not an instant such as 2024-01-31T21:00:00Z
          bars SPY --known-at +999999999-12-31T00:00:00Z|is no date of which there can be data
          bars SPY --from 0001-01-01 --to 2020-01-01|0001-01-01 is no date of which there can be data: from 1900-01-01 to 2999-12-31
          bars SPY@-999999999-01-01|'-999999999-01-01' is not a date; SYMBOL@2021-06-01 is meant
          universe show dev_etfs --as-of -999999999-01-01|is no date of which there can be data
          bars SPY --interval hour|'hour' is not an interval: day, minute are
          bars SPY --format xml|expected one of [TABLE, CSV, JSON] (case-insensitive) but was 'xml'
          coverage --symbols A,,B|'' is not a ticker
          calendar is-open XNYS --ago 6|'6' is not a time such as 50ms, 30s or 6h
          load --symbols SPY --days 3 --over 999999999d|--over is at most 31d
          runs show seven|'seven' is not a whole number
          quality show seven|'seven' is not a whole number up to 9223372036854775807
          quality show 99999999999999999999|'99999999999999999999' is not a whole number up to 9223372036854775807
          quality rules --set ohlc.x=NaN|'NaN' is not a number such as 5 or 0.5
          """)
  void refusesWhatItCannotReadInOneLineOnStandardError(String line, String message) {
    var ended = program.line(line);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("tickstock: ").contains(message);
    assertThat(ended.err().lines()).hasSize(1);
  }

  @Test
  void asksForACommandWhenThereIsNone() {
    var ended = program.run();
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).startsWith("tickstock: say which: ").contains("coverage");
  }

  @Test
  void twoFormatsContradictEachOther() {
    var ended = program.line("config show --json --format csv");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo("tickstock: --json and --format csv contradict each other: give one\n");
  }

  @Test
  void aDatabaseThatIsAwayIsOneLineAndExitCodeOne() {
    program.breaksWith(
        new DatabaseUnavailable(
            DatabaseUnavailable.Kind.REFUSED,
            "the server at db:5432 refuses user u:\ncheck DATABASE_URL",
            new IllegalStateException()));
    var ended = program.line("runs list");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo("tickstock: the server at db:5432 refuses user u: check DATABASE_URL\n");
  }

  @Test
  void aStopForTheOperatorIsOneLineAndExitCodeOne() {
    program.breaksWith(new StopRun("the key was refused: set MASSIVE_API_KEY"));
    var ended = program.line("runs list");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).isEqualTo("tickstock: the key was refused: set MASSIVE_API_KEY\n");
  }

  @Test
  void whatTheProgramSaysIsForTheOperatorIsShownWithoutMore() {
    program.breaksWith(new UnsupportedOperationException("production schemas change by hand"));
    var ended = program.line("db migrate");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).isEqualTo("tickstock: production schemas change by hand\n");
  }

  @Test
  void anUnexpectedFailureIsOneLineThatPointsToTheLog() {
    program.breaksWith(new IllegalStateException("a bug"));
    var ended = program.line("runs list");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "tickstock: unexpected failure, java.lang.IllegalStateException: a bug"
                + " (details in the log; --verbose shows them here)\n");
  }

  @Test
  void verboseShowsTheStackTraceAsWell() {
    program.breaksWith(new IllegalStateException("a bug"));
    var ended = program.line("runs list --verbose");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .contains("unexpected failure, java.lang.IllegalStateException: a bug\n")
        .contains("\tat ai.tickstock.cli.");
  }
}
