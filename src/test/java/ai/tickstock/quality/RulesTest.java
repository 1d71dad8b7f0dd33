package ai.tickstock.quality;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How well the rules find what was planted in a small market.
class RulesTest {
  private static final Instant NOW = Instant.parse("2025-07-01T12:00:00Z");

  private final Database database = TestPostgres.migrated();

  @AfterEach
  void close() {
    database.close();
  }

  static List<Finding> findings(Database database, LabelledMarket market)
      throws InterruptedException {
    new QualityScan(database, TradingCalendar::of, () -> NOW)
        .run(new QualityScan.Asked("test", market.range(), Set.of(), Set.of()));
    return new Findings(database, () -> NOW)
        .list(Findings.Filter.of(Optional.of(Finding.State.OPEN), Integer.MAX_VALUE));
  }

  @Test
  void everyRuleFindsWhatWasPlantedAndLittleElse() throws InterruptedException {
    var market = LabelledMarket.of(42, Integer.getInteger("tickstock.quality-each", 8), 300);
    market.store(database);

    var scores = Score.of(market.labels(), findings(database, market));

    var words = scores.stream().map(Score::toString).collect(Collectors.joining("\n"));
    System.out.println(words);
    assertThat(scores)
        .as(words)
        .allSatisfy(score -> {
          assertThat(score.recall()).isGreaterThanOrEqualTo(0.99);
          assertThat(score.precision()).isGreaterThanOrEqualTo(0.95);
        });
  }
}
