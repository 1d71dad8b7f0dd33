package ai.tickstock.listing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The questions about funds are answered over the indexes that are there for them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EtfIndexesTest {
  private final Database database = TestPostgres.migrated();

  /// As many instruments as the market has, a third of them funds.
  @BeforeAll
  void fill() {
    database.useTransaction(h -> {
      h.execute(
          """
          INSERT INTO instrument (type, active, source, etf_type, aum_millions, sector)
          SELECT CASE WHEN n % 3 = 0 THEN 'ETF' ELSE 'CS' END, true, 'test',
                 CASE WHEN n % 3 = 0 THEN 'type' || n % 12 END,
                 CASE WHEN n % 3 = 0 THEN n END,
                 CASE WHEN n % 2 = 0 THEN 'sector' || n % 11 END
          FROM generate_series(1, 12000) n
          """);
      h.execute(
          """
          INSERT INTO instrument_symbol (instrument_id, ticker, reason, source)
          SELECT id, 'T' || id, 'test', 'test' FROM instrument
          """);
      h.execute("ANALYZE instrument");
      h.execute("ANALYZE instrument_symbol");
    });
  }

  @AfterAll
  void close() {
    database.close();
  }

  private String plan(String sql, UnaryOperator<Query> bind) {
    return database.read(h ->
        String.join("\n", bind.apply(h.createQuery("EXPLAIN " + sql)).mapTo(String.class).list()));
  }

  @Test
  void fundsOfATypeComeInOrderFromTheirIndex() {
    assertThat(plan(PostgresEtfFacts.OF_TYPE, q -> q.bind("type", "type3").bind("most", 50)))
        .contains("instrument_etf_type")
        .doesNotContain("Sort Key: i.");
  }

  @Test
  void theLargestFundsComeInOrderFromTheirIndex() {
    assertThat(
            plan(
                PostgresEtfFacts.LARGEST,
                q -> q.bind("least", BigDecimal.valueOf(1_000)).bind("most", 50)))
        .contains("instrument_aum")
        .doesNotContain("Seq Scan on instrument i");
  }

  @Test
  void stocksAndFundsOfASectorComeFromTheirIndex() {
    assertThat(plan(PostgresEtfFacts.IN_SECTOR, q -> q.bind("sector", "sector4")))
        .contains("instrument_sector");
  }
}
