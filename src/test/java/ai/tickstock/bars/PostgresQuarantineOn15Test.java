package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;

/// The quarantine on the lowest supported version.
class PostgresQuarantineOn15Test extends QuarantineContract {
  @Override
  Database migrated() {
    return TestPostgres.migratedOnLowest();
  }
}
