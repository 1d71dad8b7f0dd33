package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.universe.UniverseDecisions;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How people describe a universe, and why.
final class UniverseWords {
  @Option(names = "--name", paramLabel = "TEXT", description = "Its name for people.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--description", paramLabel = "TEXT", description = "What is in it.")
  private Optional<String> description = Optional.empty();

  @Option(
      names = "--category",
      paramLabel = "WORD",
      description = "The group it is shown in; custom for a new one.")
  private Optional<String> category = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the change.")
  private Optional<String> reason = Optional.empty();

  boolean isEmpty() {
    return name.isEmpty() && description.isEmpty() && category.isEmpty() && reason.isEmpty();
  }

  UniverseDecisions.Words words() {
    return new UniverseDecisions.Words(name, description, category);
  }

  UniverseDecisions.Decision decision(Program program) {
    return new UniverseDecisions.Decision(
        program.operator(), Bar.dateOf(program.clock().instant()), reason.orElse(""));
  }
}
