package ai.tickstock;

import ai.tickstock.faults.MutantDriver;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/// The program as it is shipped, at a time that a test sets: within the test, or in a process of
/// its own that can be killed and frozen.
public final class DrivenProgram {
  /// Names the file that holds the process's time; it is read each time.
  public static final String CLOCK = "DRIVEN_CLOCK";

  /// Names the mistake that is planted into what the process says to its database.
  public static final String MUTATION = "DRIVEN_MUTATION";

  private DrivenProgram() {}

  /// @return the exit code
  public static int run(
      Map<String, String> environment,
      Path folder,
      Clock clock,
      PrintStream out,
      PrintStream err,
      String... arguments) {
    return Main.run(arguments, environment, folder, clock, out, err);
  }

  public static void main(String[] arguments) {
    var environment = System.getenv();
    var planted = environment.get(MUTATION);
    if (planted != null) {
      MutantDriver.everywhere(MutantDriver.Mutation.valueOf(planted));
    }
    var clock = new FileClock(Path.of(environment.get(CLOCK)), ZoneOffset.UTC);
    System.exit(
        run(environment, Path.of("").toAbsolutePath(), clock, System.out, System.err, arguments));
  }

  /// The time that stands in a file.
  private static final class FileClock extends Clock {
    private final Path file;
    private final ZoneId zone;

    private FileClock(Path file, ZoneId zone) {
      this.file = file;
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new FileClock(file, other);
    }

    @Override
    public Instant instant() {
      try {
        return Instant.parse(Files.readString(file).strip());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
