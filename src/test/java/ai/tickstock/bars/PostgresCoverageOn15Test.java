package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;

/// The coverage on the lowest supported version.
class PostgresCoverageOn15Test extends CoverageContract {
  @Override
  Database migrated() {
    return TestPostgres.migratedOnLowest();
  }
}
