package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.SyntheticMarket;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The synthetic market as the vendor shows it, with the vendor's traps.
class SyntheticVendorTest {
  private static final SyntheticMarket MARKET = new SyntheticMarket(42, WeekdayCalendar.plain());
  private static Caller caller;

  @BeforeAll
  static void start() {
    caller = Caller.of(MARKET, "2026-11-22T15:00:00Z");
  }

  @AfterAll
  static void stop() {
    caller.close();
  }

  private static List<JsonNode> tickers(String query) {
    return caller.walk("/v3/reference/tickers?limit=1000&" + query);
  }

  @Test
  void theWholeListComesPageByPageInByteOrderWithoutALossOrADoubt() {
    var tickers =
        tickers("sort=ticker&order=asc").stream().map(r -> r.path("ticker").asString()).toList();
    assertThat(tickers).isSorted().hasSizeGreaterThan(11_000);
    var listed = new HashSet<>(tickers);
    long expected =
        MARKET.instruments().stream()
            .filter(i -> i.referenced() && i.tickerOn(LocalDate.of(2026, 11, 22)).isPresent())
            .count();
    assertThat(listed).hasSize((int) expected);
  }

  @Test
  void someRowsComeTwiceAndTheNewerOneIsRight() {
    var seen = new HashMap<String, JsonNode>();
    int twice = 0;
    for (var row : tickers("")) {
      var before = seen.put(row.path("ticker").asString(), row);
      if (before != null) {
        twice++;
        assertThat(before.path("last_updated_utc").asString())
            .isLessThan(row.path("last_updated_utc").asString());
        assertThat(before.path("name").asString()).endsWith("(Old)");
      }
    }
    assertThat(twice).isBetween(10, 100);
  }

  @Test
  void typesAreMissingInListsBefore2019() {
    assertThat(tickers("date=2017-03-01")).anyMatch(r -> !r.has("type"));
    assertThat(tickers("date=2020-03-04")).allMatch(r -> r.has("type"));
  }

  @Test
  void groupedBarsAndListsDoNotMatch() {
    var listed = new HashSet<String>();
    tickers("date=2026-11-20").forEach(r -> listed.add(r.path("ticker").asString()));
    var printed = new HashSet<String>();
    caller
        .json("/v2/aggs/grouped/locale/us/market/stocks/2026-11-20?adjusted=false")
        .path("results")
        .forEach(r -> printed.add(r.path("T").asString()));
    assertThat(printed).hasSizeGreaterThan(10_000).contains("ZVZZT", "BRK.B");
    assertThat(printed).anyMatch(t -> !listed.contains(t));
    assertThat(listed).anyMatch(t -> !printed.contains(t));
  }

  @Test
  void otcRowsComeOnlyWhenAskedFor() {
    var path = "/v2/aggs/grouped/locale/us/market/stocks/2026-11-20?adjusted=false";
    int without = caller.json(path).path("resultsCount").asInt();
    var with = caller.json(path + "&include_otc=true");
    assertThat(with.path("resultsCount").asInt()).isGreaterThan(without);
    var otc = tickers("market=otc");
    assertThat(otc).isNotEmpty().allMatch(r -> r.path("currency_name").asString().equals("USD"));
    var details = caller.json("/v3/reference/tickers/" + otc.getFirst().path("ticker").asString());
    assertThat(details.path("results").has("list_date")).isFalse();
  }

  @Test
  void groupedAndAggregatesAgree() {
    var grouped = caller.json("/v2/aggs/grouped/locale/us/market/stocks/2020-03-18?adjusted=false");
    for (var row : grouped.path("results")) {
      if (List.of("SPY", "AAPL", "BRK.A").contains(row.path("T").asString())) {
        var own =
            caller
                .json(
                    "/v2/aggs/ticker/"
                        + row.path("T").asString()
                        + "/range/1/day/2020-03-18/2020-03-18?adjusted=false")
                .path("results")
                .path(0);
        for (var field : List.of("o", "h", "l", "c", "v", "vw", "n")) {
          assertThat(own.path(field)).isEqualTo(row.path(field));
        }
        assertThat(own.path("t").asLong()).isEqualTo(row.path("t").asLong() - 16 * 3_600_000L);
      }
    }
  }

  @Test
  void whatIsServedIsWhatIsTrue() {
    var range = new DateRange(LocalDate.of(2003, 9, 10), LocalDate.of(2026, 11, 20));
    var truth = MARKET.bars("SPY", range);
    var served =
        caller.walk(
            "/v2/aggs/ticker/SPY/range/1/day/2003-01-01/2026-11-22?adjusted=false&limit=2000");
    assertThat(served).hasSameSizeAs(truth);
    for (int i = 0; i < truth.size(); i++) {
      assertThat(served.get(i).path("t").asLong()).isEqualTo(truth.get(i).start().toEpochMilli());
      assertThat(served.get(i).path("c").asDouble()).isEqualTo(truth.get(i).close());
      assertThat(served.get(i).path("v").asDouble()).isEqualTo(truth.get(i).volume().orElseThrow());
    }
  }

  @Test
  void minutesComePageByPageWithoutGapOrRepeat() {
    var truth = new ArrayList<Long>();
    for (var date = LocalDate.of(2026, 3, 6); date.getDayOfMonth() < 12; date = date.plusDays(1)) {
      var rows = MARKET.minutes("IWM", date);
      for (int row = 0; row < rows.size(); row++) {
        truth.add(rows.startMillis(row));
      }
    }
    assertThat(truth).hasSizeGreaterThan(2000);
    var range = "/v2/aggs/ticker/IWM/range/1/minute/2026-03-06/2026-03-11?adjusted=false&limit=";
    for (int limit : new int[] {7, 1000, 50_000}) {
      for (var sort : List.of("asc", "desc")) {
        assertThat(caller.walk(range + limit + "&sort=" + sort))
            .as(limit + " " + sort)
            .extracting(r -> r.path("t").asLong())
            .isEqualTo(sort.equals("asc") ? truth : truth.reversed());
      }
    }
    var hours = caller.walk(range.replace("/minute/", "/hour/") + "50000");
    assertThat(caller.walk(range.replace("/minute/", "/hour/") + "100")).isEqualTo(hours);
  }

  @Test
  void oneMinuteAtATimeIsAWalkToo() {
    var range = "/v2/aggs/ticker/IWM/range/1/minute/2026-03-06/2026-03-06?adjusted=false&limit=1";
    assertThat(caller.walk(range)).hasSize(MARKET.minutes("IWM", LocalDate.of(2026, 3, 6)).size());
  }

  @Test
  void servedMinutesAreTheTrueOnes() {
    var date = LocalDate.of(2026, 11, 20);
    for (var ticker : List.of("SPY", "BRK.A", "AAPL")) {
      var truth = MARKET.minutes(ticker, date);
      var served =
          caller.walk(
              "/v2/aggs/ticker/" + ticker + "/range/1/minute/2026-11-20/2026-11-20?adjusted=false");
      assertThat(served).hasSize(truth.size());
      for (int row = 0; row < truth.size(); row++) {
        assertThat(served.get(row).path("o").asDouble()).isEqualTo(truth.open(row));
        assertThat(served.get(row).path("h").asDouble()).isEqualTo(truth.high(row));
        assertThat(served.get(row).path("l").asDouble()).isEqualTo(truth.low(row));
        assertThat(served.get(row).path("c").asDouble()).isEqualTo(truth.close(row));
        assertThat(served.get(row).path("v").asDouble()).isEqualTo(truth.volume(row));
        assertThat(served.get(row).path("vw").asDouble()).isEqualTo(truth.vwap(row));
        assertThat(served.get(row).path("n").asInt()).isEqualTo(truth.trades(row));
      }
    }
  }

  @Test
  void splitsAreOneWalkOverBothGenerations() {
    var now = caller.walk("/stocks/v1/splits?limit=1000");
    var old = caller.walk("/v3/reference/splits?limit=1000");
    assertThat(now).hasSizeGreaterThan(800);
    assertThat(now.stream().map(r -> r.path("id").asString()).toList())
        .containsExactlyInAnyOrderElementsOf(
            old.stream().map(r -> r.path("id").asString()).toList());
    assertThat(now).allMatch(r -> r.path("execution_date").asString().compareTo("2026-12-06") <= 0);
  }

  @Test
  void dividendFactorsAreCumulative() {
    var rows = caller.walk("/stocks/v1/dividends?ticker=AAPL&sort=ex_dividend_date.desc");
    assertThat(rows).hasSizeGreaterThan(80);
    double later = 1;
    for (var row : rows) {
      var exDate = LocalDate.parse(row.path("ex_dividend_date").asString());
      var before = MARKET.history("AAPL", new DateRange(exDate.minusDays(10), exDate.minusDays(1)));
      if (!before.isEmpty()) {
        later *= 1 - row.path("cash_amount").asDouble() / before.getLast().close();
      }
      assertThat(row.path("historical_adjustment_factor").asDouble())
          .isCloseTo(later, within(1e-8));
    }
  }

  @Test
  void delistedNamesKeepTheirRows() {
    assertThat(tickers("active=false&ticker=TWTR")).hasSize(1);
    assertThat(tickers("active=false&ticker=SQ")).isEmpty();
    assertThat(tickers("ticker=TWTR&date=2022-06-01")).hasSize(1);
    assertThat(tickers("active=false")).hasSizeGreaterThan(800);
  }

  private static List<JsonNode> page(String path) {
    return caller.json(path).path("results").valueStream().toList();
  }

  /// The two orders that take no sorting, against the one that does.
  @Test
  void dividendsComeInTheOrderThatIsAskedFor() {
    var range = "ex_dividend_date.gte=2026-02-01&ex_dividend_date.lte=2026-04-30&limit=5000";
    for (var field : List.of("ex_dividend_date", "ticker")) {
      for (var direction : List.of("asc", "desc")) {
        var plain = page("/stocks/v1/dividends?" + range + "&sort=" + field + "." + direction);
        assertThat(plain).hasSizeGreaterThan(2000);
        assertThat(plain)
            .isEqualTo(
                page(
                    "/stocks/v1/dividends?"
                        + range
                        + "&sort="
                        + field
                        + "."
                        + direction
                        + ",currency.asc"));
        assertThat(
                page("/v3/reference/dividends?limit=1000&order=" + direction + "&sort=" + field)
                    .stream()
                    .map(r -> r.path(field).asString())
                    .toList())
            .isSortedAccordingTo(
                direction.equals("asc") ? Comparator.naturalOrder() : Comparator.reverseOrder());
      }
    }
  }

  @Test
  void theWalkOverDividendsLosesNone() {
    long known = 0;
    for (var instrument : MARKET.instruments()) {
      known +=
          MARKET.payouts(instrument).stream()
              .filter(p -> p.dividend().exDate().getYear() == 2009)
              .count();
    }
    assertThat(
            caller.walk(
                "/v3/reference/dividends?limit=1000&sort=ex_dividend_date&order=asc"
                    + "&ex_dividend_date.gte=2009-01-01&ex_dividend_date.lt=2010-01-01"))
        .hasSize((int) known);
  }

  @Test
  void theClassesOfACompanyAreOneCompany() {
    var found = new HashMap<String, JsonNode>();
    for (var ticker : List.of("GOOG", "GOOGL", "BRK.A", "BRK.B")) {
      found.put(ticker, caller.json("/v3/reference/tickers/" + ticker).path("results"));
    }
    assertThat(found.get("GOOG").path("cik")).isEqualTo(found.get("GOOGL").path("cik"));
    assertThat(tickers("cik=" + found.get("BRK.A").path("cik").asString()))
        .extracting(r -> r.path("ticker").asString())
        .containsExactly("BRK.A", "BRK.B");
    for (var ticker : found.keySet()) {
      var bars =
          MARKET.history(
              ticker, new DateRange(LocalDate.of(2026, 11, 16), LocalDate.of(2026, 11, 20)));
      assertThat(found.get(ticker).path("market_cap").asDouble())
          .isEqualTo(
              bars.getLast().close()
                  * found.get(ticker).path("weighted_shares_outstanding").asDouble());
    }
    assertThat(found.get("BRK.A").path("round_lot").asInt()).isEqualTo(1);
    assertThat(found.get("BRK.B").path("round_lot").asInt()).isEqualTo(40);
    assertThat(
            caller
                .json("/v3/reference/tickers/BRK.A?date=2024-03-04")
                .path("results")
                .path("round_lot")
                .asInt())
        .isEqualTo(100);
  }
}
