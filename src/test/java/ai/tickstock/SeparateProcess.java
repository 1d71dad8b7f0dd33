package ai.tickstock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A process with an environment of its own that says what it says into files, so that nobody has
/// to read along.
public final class SeparateProcess {
  private final Process process;
  private final Path out;
  private final Path err;

  private SeparateProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// @param folder in which it works and the files lie
  /// @param environment all of it
  public static SeparateProcess start(
      Path folder, Map<String, String> environment, List<String> command) throws IOException {
    var out = Files.createTempFile(folder, "process-", ".out");
    var err = Files.createTempFile(folder, "process-", ".err");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new SeparateProcess(builder.start(), out, err);
  }

  public Process process() {
    return process;
  }

  /// What it has said so far.
  public String out() throws IOException {
    return Files.readString(out);
  }

  /// What it has said so far to its standard error.
  public String err() throws IOException {
    return Files.readString(err);
  }
}
