package ai.tickstock.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/// How rows are printed.
final class OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (the default), csv or json.")
  private Optional<Format> format = Optional.empty();

  @Option(names = "--json", description = "Short for --format json.")
  private boolean json;

  Format format() {
    if (json && format.isPresent() && format.get() != Format.JSON) {
      throw new Misuse(
          "--json and --format " + Words.of(format.get()) + " contradict each other: give one");
    }
    return json ? Format.JSON : format.orElse(Format.TABLE);
  }
}
