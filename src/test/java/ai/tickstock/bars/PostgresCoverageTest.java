package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;

/// The coverage on the version that the program embeds.
class PostgresCoverageTest extends CoverageContract {
  @Override
  Database migrated() {
    return TestPostgres.migrated();
  }
}
