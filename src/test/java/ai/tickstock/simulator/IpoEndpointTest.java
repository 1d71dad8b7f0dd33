package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.scenario.SyntheticMarket;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IpoEndpointTest {
  private static final SyntheticMarket MARKET = new SyntheticMarket(42, WeekdayCalendar.plain());
  private static final String IPOS = "/vX/reference/ipos";
  private final Caller caller = Caller.of(MARKET, "2026-11-20T17:00:00Z");

  @AfterEach
  void close() {
    caller.close();
  }

  @Test
  void theLatestComesFirstTenAtATime() {
    var page = caller.json(IPOS);
    assertThat(page.path("results")).hasSize(10);
    assertThat(page.has("next_url")).isTrue();
    var dates =
        caller.walk(IPOS + "?limit=1000&ipo_status=history").stream()
            .map(r -> r.path("listing_date").asString())
            .toList();
    assertThat(dates).hasSizeGreaterThan(1000).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(dates.getLast()).isGreaterThanOrEqualTo("2008-01-01");
    assertThat(dates.getFirst()).isLessThan("2026-11-20");
  }

  @Test
  void anOfferingIsARumourThenPendingThenNewThenHistory() {
    var coming =
        MARKET.instruments().stream()
            .filter(i -> i.type().equals("CS") && i.referenced())
            .filter(i -> i.listed().orElseThrow().isAfter(LocalDate.of(2026, 11, 20)))
            .toList();
    assertThat(coming).hasSizeGreaterThan(20);
    for (var instrument : coming.subList(0, 4)) {
      var listed = instrument.listed().orElseThrow();
      var ticker = instrument.tickers().getFirst().ticker();
      var statuses = new LinkedHashSet<String>();
      for (int day = -100; day <= 2; day++) {
        caller.now.set(listed.plusDays(day).atTime(LocalTime.of(17, 0)).toInstant(ZoneOffset.UTC));
        caller
            .json(IPOS + "?ticker=" + ticker + "&listing_date.gte=2026-01-01")
            .path("results")
            .forEach(r -> statuses.add(r.path("ipo_status").asString()));
        caller
            .json(IPOS + "?ipo_status=rumor&ticker=" + ticker)
            .path("results")
            .forEach(r -> {
              statuses.add("rumor");
              assertThat(r.has("listing_date") || r.has("final_issue_price")).isFalse();
            });
      }
      assertThat(statuses).as(ticker).containsExactly("rumor", "pending", "new", "history");
    }
  }

  @Test
  void aDoneOfferingHasItsPrice() {
    var done = caller.json(IPOS + "?ipo_status=history&limit=5").path("results");
    for (var row : done) {
      assertThat(row.path("final_issue_price").asDouble()).isPositive();
      assertThat(row.path("us_code").asString()).hasSize(9);
      var code = row.path("us_code").asString();
      assertThat(caller.json(IPOS + "?us_code=" + code).path("results").path(0)).isEqualTo(row);
      assertThat(caller.json(IPOS + "?isin=US" + code + "0").path("results")).hasSize(1);
    }
    for (var row : caller.walk(IPOS + "?ipo_status=pending&limit=1000")) {
      assertThat(row.has("final_issue_price")).isFalse();
      assertThat(row.path("listing_date").asString()).isGreaterThan("2026-11-20");
    }
  }

  @Test
  void fundsAreNoOfferings() {
    caller.now.set(Instant.parse("2026-11-20T17:00:00Z"));
    assertThat(caller.walk(IPOS + "?limit=1000"))
        .extracting(r -> r.path("security_type").asString())
        .containsOnly("CS", "ADRC", "UNIT");
  }

  @Test
  void refusesParametersThatMeanNothing() {
    for (var bad : List.of("?sort=size", "?limit=1001", "?order=up")) {
      assertThat(caller.withKey(IPOS + bad).statusCode()).as(bad).isEqualTo(400);
    }
    assertThat(caller.withKey("/v1/reference/ipos").statusCode()).isEqualTo(404);
  }
}
