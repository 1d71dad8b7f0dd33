package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;

/// The bar store on the lowest supported version.
class PostgresBarStoreOn15Test extends BarStoreContract {
  @Override
  Database migrated() {
    return TestPostgres.migratedOnLowest();
  }
}
