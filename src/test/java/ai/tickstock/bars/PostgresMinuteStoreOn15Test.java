package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;

/// The minute store on the lowest supported version.
class PostgresMinuteStoreOn15Test extends MinuteStoreContract {
  @Override
  Database migrated() {
    return TestPostgres.migratedOnLowest();
  }
}
