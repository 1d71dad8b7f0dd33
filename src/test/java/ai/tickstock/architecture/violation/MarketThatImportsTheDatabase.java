package ai.tickstock.architecture.violation;

import ai.tickstock.database.Database;

/// Stands for a class of `market` that breaks the table; ArchitectureTest sees that it is caught.
final class MarketThatImportsTheDatabase {
  private Database database;

  Database database() {
    return database;
  }
}
