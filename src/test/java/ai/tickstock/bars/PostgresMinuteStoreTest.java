package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;

/// The minute store on the version that the program embeds.
class PostgresMinuteStoreTest extends MinuteStoreContract {
  @Override
  Database migrated() {
    return TestPostgres.migrated();
  }
}
