package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Notices;
import ai.tickstock.scenario.SyntheticMarket;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/// Nights of the simulated market, with lists that flap and lists that are cut short.
class SimulatedNightsTest {
  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();

  @Test
  void allThatHappensIsFoundAndNothingElse() throws InterruptedException {
    try (var database = TestPostgres.migrated()) {
      var market = new SyntheticMarket(42, CALENDAR);
      var range = new DateRange(LocalDate.parse("2025-03-03"), LocalDate.parse("2025-03-20"));
      var replay = new NightReplay(market, CALENDAR, database, 0.01, 0.05);

      var result = replay.run(range);

      assertThat(result.scores())
          .allSatisfy((kind, score) -> {
            assertThat(score.truth()).as(kind).isPositive();
            assertThat(score.missed()).as(kind).isEmpty();
            assertThat(score.wrong()).as(kind).isEmpty();
          });
      var ipos =
          Notices.postgres(database).list(false, Instant.EPOCH, 1_000).stream()
              .filter(notice -> notice.kind().equals("ipo_found"))
              .toList();
      assertThat(ipos).isNotEmpty().allMatch(notice -> notice.count() == 1);
      assertThat(ListingBackfill.since(database, LocalDate.EPOCH))
          .allSatisfy(listing ->
              assertThat(ipos)
                  .anyMatch(
                      notice -> notice.facts().contains("\"" + listing.symbol().ticker() + "\"")));
      assertThat(result.backfills()).isPositive();
      assertThat(result.incomplete())
          .allSatisfy(listing -> {
            assertThat(market.history(listing.symbol().ticker(), range)).isEmpty();
            assertThat(listing.state()).isEqualTo(NewListing.State.WAITING);
          });
    }
  }
}
