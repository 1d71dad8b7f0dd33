package ai.tickstock.cli;

import ai.tickstock.database.Database;
import picocli.CommandLine.Option;

/// Which of the databases a command looks at.
final class DatabaseChoice {
  @Option(
      names = "--real",
      description = {
        "Look at the database of real data (as filled by --from-files)",
        "also while there is no vendor key."
      })
  private boolean real;

  Database database(Program program) {
    return real ? program.databaseForFiles() : program.database();
  }

  boolean isReal() {
    return real;
  }
}
