package ai.tickstock.bars;

import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;

class ReaderViewsTest extends ReaderViewsContract {
  @Override
  DatabaseAddress newDatabase() {
    return TestPostgres.address();
  }
}
