package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;

/// The quarantine on the version that the program embeds.
class PostgresQuarantineTest extends QuarantineContract {
  @Override
  Database migrated() {
    return TestPostgres.migrated();
  }
}
