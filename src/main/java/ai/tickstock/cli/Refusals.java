package ai.tickstock.cli;

import ai.tickstock.access.AccessRefused;
import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseInUse;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.EmbeddedServerFailed;
import ai.tickstock.database.Fenced;
import ai.tickstock.database.ForeignSource;
import ai.tickstock.database.SnapshotRefused;
import ai.tickstock.export.ExportRefused;
import ai.tickstock.jobs.ScheduleRefused;
import ai.tickstock.listing.NoSuchInstrument;
import ai.tickstock.load.NoSuchRun;
import ai.tickstock.load.StopRun;
import ai.tickstock.provider.flatfile.DataFolderRefused;
import ai.tickstock.provider.flatfile.PublishedFilesRefused;
import ai.tickstock.scenario.ScenarioRefused;
import ai.tickstock.subset.SubsetRefused;
import ai.tickstock.universe.CacheEntriesRefused;
import ai.tickstock.universe.UniverseRefused;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns what goes wrong into one line on standard error and an exit code.
final class Refusals {
  private final Program program;
  private final boolean verbose;

  Refusals(Program program, boolean verbose) {
    this.program = program;
    this.verbose = verbose;
  }

  /// A command line that cannot be read.
  static int misused(ParameterException refused, String[] args) {
    var command = refused.getCommandLine();
    var err = command.getErr();
    var message = inOneLine(message(refused));
    err.println("tickstock: " + message + " (see '" + name(command) + " --help')");
    err.flush();
    tell(List.of(args), message, command.getOut());
    return ExitCode.MISUSED;
  }

  /// Programs that read JSON get an object also where the command line meant nothing.
  private static void tell(List<String> args, String problem, PrintWriter out) {
    var line = String.join(" ", args).replace('=', ' ').toLowerCase(Locale.ROOT) + " ";
    if (line.contains("--json ") || line.contains("--format json ")) {
      JsonText.printProblems("misunderstood", List.of(problem), out);
    }
  }

  private static String message(ParameterException refused) {
    if (refused instanceof UnmatchedArgumentException unmatched) {
      var near =
          unmatched.getSuggestions().stream().limit(3).map(String::strip).distinct().toList();
      var what = unmatched.isUnknownOption() ? "option" : "command or argument";
      var unknown =
          unmatched.getUnmatched().stream().limit(1).map(text -> "'" + text + "'").toList();
      return "unknown " + what + " " + String.join(", ", unknown) + didYouMean(near);
    }
    var message = String.valueOf(refused.getMessage());
    return message.startsWith("Missing required subcommand")
        ? "say which: " + String.join(", ", refused.getCommandLine().getSubcommands().keySet())
        : message;
  }

  /// `; did you mean SPY, SPYG?`, or nothing.
  static String didYouMean(List<String> near) {
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }

  /// A command that could not do what it should.
  ///
  /// @param args of the whole command line
  int failed(Exception failure, CommandLine command, List<String> args) {
    var err = program.err();
    int exitCode =
        switch (failure) {
          case Misuse misuse -> said(misuse, ExitCode.MISUSED);
          case NoSuchInstrument none -> said(none, ExitCode.MISUSED);
          case UniverseRefused refused -> said(refused, ExitCode.MISUSED);
          case ScheduleRefused refused -> said(refused, ExitCode.MISUSED);
          case NoSuchRun none -> said(none, ExitCode.MISUSED);
          case AccessRefused refused -> said(refused, ExitCode.MISUSED);
          case DataFolderRefused refused -> said(refused, ExitCode.MISUSED);
          case PublishedFilesRefused refused -> said(refused, ExitCode.FAILED);
          case ScenarioRefused refused -> said(refused, ExitCode.MISUSED);
          case EnvironmentRefused refused -> said(refused, ExitCode.MISUSED);
          case ExportRefused refused -> said(refused, ExitCode.MISUSED);
          case SubsetRefused refused -> said(refused, ExitCode.FAILED);
          case SnapshotRefused refused -> said(refused, ExitCode.MISUSED);
          case DatabaseInUse inUse -> said(inUse, ExitCode.FAILED);
          case DatabaseUnavailable gone -> said(gone, ExitCode.FAILED);
          case DatabaseFull full -> said(full, ExitCode.FAILED);
          case Fenced lost -> said(lost, ExitCode.FAILED);
          case ForeignSource foreign -> said(foreign, ExitCode.FAILED);
          case EmbeddedServerFailed server -> said(server, ExitCode.FAILED);
          case CacheEntriesRefused refused -> said(refused, ExitCode.FAILED);
          case StopRun stop -> said(stop, ExitCode.FAILED);
          case UncheckedIOException file -> said(words(file), ExitCode.FAILED);
          case InterruptedException stopped -> interrupted();
          default -> {
            if (program.isForOperator(failure)) {
              yield said(failure, ExitCode.FAILED);
            }
            LoggerFactory.getLogger(Refusals.class)
                .error("command failed: {}", name(command), failure);
            err.println(
                "tickstock: unexpected failure, "
                    + inOneLine(failure.toString())
                    + (verbose ? "" : " (details in the log; --verbose shows them here)"));
            yield ExitCode.FAILED;
          }
        };
    if (exitCode == ExitCode.MISUSED) {
      tell(args, inOneLine(String.valueOf(failure.getMessage())), program.out());
    }
    if (verbose) {
      failure.printStackTrace(err);
    }
    err.flush();
    return exitCode;
  }

  private int said(Exception failure, int exitCode) {
    return said(String.valueOf(failure.getMessage()), exitCode);
  }

  private int said(String message, int exitCode) {
    program.err().println("tickstock: " + inOneLine(message));
    return exitCode;
  }

  /// What could not be done with a file or a folder, and why not.
  private static String words(UncheckedIOException failure) {
    var cause = Objects.requireNonNull(failure.getCause());
    var why =
        switch (cause) {
          case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
          case NoSuchFileException none -> none.getFile() + " does not exist";
          case NotDirectoryException file -> file.getFile() + " is no folder";
          case FileAlreadyExistsException file -> file.getFile() + " is in the way";
          default -> String.valueOf(cause.getMessage());
        };
    return failure.getMessage() + ": " + why;
  }

  private int interrupted() {
    Thread.currentThread().interrupt();
    program.err().println("tickstock: interrupted");
    return ExitCode.FAILED;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private static String inOneLine(String message) {
    return message.lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
