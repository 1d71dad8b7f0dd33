package ai.tickstock;

import ai.tickstock.cli.CommandLineInterface;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the program starts.
public final class Main {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  public static void main(String[] args) {
    int exitCode =
        run(
            args,
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Clock.systemUTC(),
            new FileOutputStream(FileDescriptor.out),
            System.err);
    System.exit(exitCode);
  }

  /// The whole program, for tests as well.
  ///
  /// @param environment the environment variables
  /// @return the exit code
  static int run(
      String[] args,
      Map<String, String> environment,
      Path workingDirectory,
      Clock clock,
      OutputStream out,
      PrintStream err) {
    var watched = new WatchedOutput(out);
    var results = new PrintWriter(watched, true, StandardCharsets.UTF_8);
    var talk = new PrintWriter(err, true, StandardCharsets.UTF_8);
    Arguments given;
    Settings settings;
    try {
      given = Arguments.of(args);
      settings = Settings.load(given.config(), environment, workingDirectory);
    } catch (SettingsRefused refused) {
      talk.println("tickstock: " + refused.getMessage());
      return MISUSED;
    }
    try (var _ = Logging.start(settings, given.verbose());
        var application = new Application(settings, clock, results, talk, columns())) {
      int exitCode = CommandLineInterface.run(application, given.rest().toArray(String[]::new));
      results.flush();
      return requireWritten(watched, exitCode, talk);
    } catch (VirtualMachineError exhausted) {
      talk.println(
          "tickstock: the program ran out of its memory ("
              + exhausted
              + "); what was stored before stays stored. Ask for less at once");
      return FAILED;
    } finally {
      results.flush();
      talk.flush();
    }
  }

  /// The exit code, or another one where a part of the result is lost.
  private static int requireWritten(WatchedOutput results, int exitCode, PrintWriter talk) {
    return results
        .lost()
        .map(why -> {
          talk.println(
              "tickstock: a part of the output could not be written to standard output: " + why);
          return FAILED;
        })
        .orElse(exitCode);
  }

  /// The terminal's width as the launcher found it; empty when standard error is no terminal.
  private static Optional<Integer> columns() {
    var text = System.getProperty("tickstock.terminal-columns", "");
    return text.matches("[1-9][0-9]{1,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  /// The command line without what is needed before any command: `--config FILE`.
  private record Arguments(Optional<Path> config, boolean verbose, List<String> rest) {
    static Arguments of(String[] args) {
      var rest = new ArrayList<String>();
      Optional<Path> config = Optional.empty();
      for (int i = 0; i < args.length; i++) {
        if (args[i].equals("--config")) {
          config = Optional.of(file(i + 1 < args.length ? args[++i] : ""));
        } else if (args[i].startsWith("--config=")) {
          config = Optional.of(file(args[i].substring("--config=".length())));
        } else {
          rest.add(args[i]);
        }
      }
      boolean verbose = List.of(args).contains("--verbose");
      return new Arguments(config, verbose, List.copyOf(rest));
    }

    private static Path file(String name) {
      if (name.isBlank()) {
        throw new SettingsRefused(
            List.of("--config needs the settings file, e.g. --config tickstock.yaml"));
      }
      return Path.of(name);
    }
  }
}
