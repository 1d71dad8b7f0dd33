package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.EquityTypes;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// Databases of before the step that completed the equity types.
class EquityTypesMigrationTest {
  @Test
  void keepsWhatOperatorsWroteAsFarAsItIsNotRefusedFromNowOn() {
    try (var database = Database.connect(TestPostgres.emptyAddress(), 4)) {
      var schema = new Schema(database, "db/migration");
      Flyway.configure()
          .configuration(schema.flyway().getConfiguration())
          .target("5")
          .load()
          .migrate();
      database.useTransaction(h ->
          h.execute(
              """
              INSERT INTO equity_types (code, category, description, update_frequency, priority_level, loaded, requires_eod_validation)
              VALUES ('CS', 'Stocks', 'Common stock', 'realtime', 100, true, true),
                     ('ETF', 'ETFs', 'Funds, as we call them', 'daily', -5, false, true),
                     ('XYZ', 'Other', 'met in a list of the vendor; nobody has classified it yet', 'manual', 0, false, false)
              """));

      schema.migrate();
      EquityTypes.postgres(database).seed();

      assertThat(schema.state()).isInstanceOf(SchemaState.Current.class);
      var types = EquityTypes.postgres(database);
      assertThat(types.all()).hasSize(30);
      assertThat(types.find("CS").orElseThrow())
          .extracting(EquityType::processingClass, EquityType::batchSize, EquityType::classified)
          .containsExactly("STOCK_REALTIME", 25, true);
      assertThat(types.find("ETF").orElseThrow())
          .extracting(
              EquityType::description,
              EquityType::priority,
              EquityType::loaded,
              EquityType::processingClass,
              EquityType::batchSize)
          .containsExactly("Funds, as we call them", 0, false, "STOCK_EOD", 50);
      assertThat(types.find("XYZ").orElseThrow())
          .extracting(EquityType::processingClass, EquityType::classified)
          .containsExactly("MANUAL", false);
    }
  }
}
