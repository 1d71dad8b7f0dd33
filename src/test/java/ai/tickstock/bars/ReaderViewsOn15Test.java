package ai.tickstock.bars;

import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;

class ReaderViewsOn15Test extends ReaderViewsContract {
  @Override
  DatabaseAddress newDatabase() {
    return TestPostgres.addressOnLowest();
  }
}
