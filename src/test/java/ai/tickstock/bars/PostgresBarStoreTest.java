package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;

/// The bar store on the version that the program embeds.
class PostgresBarStoreTest extends BarStoreContract {
  @Override
  Database migrated() {
    return TestPostgres.migrated();
  }
}
