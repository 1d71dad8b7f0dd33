package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.ScriptedVendor.cut;
import static ai.tickstock.provider.massive.ScriptedVendor.file;
import static ai.tickstock.provider.massive.ScriptedVendor.gzip;
import static ai.tickstock.provider.massive.ScriptedVendor.gzipped;
import static ai.tickstock.provider.massive.ScriptedVendor.ok;
import static ai.tickstock.provider.massive.ScriptedVendor.status;
import static ai.tickstock.provider.massive.ScriptedVendor.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.ProviderFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DailyBarsTest extends VendorTest {
  private static final String FIRST_DAY =
      """
      {"ticker":"QQXA","status":"OK","results":[{"v":1,"o":1,"h":1,"l":1,"c":1,"t":1772773200000}],
       "next_url":"%s"}\
      """;
  private static final String SECOND_DAY =
      """
      {"ticker":"QQXA","status":"OK","results":[{"v":2,"o":2,"h":2,"l":2,"c":2,"t":1773028800000}]}\
      """;

  private List<BarRow> bars(String file) {
    vendor.then(file(file));
    return given(provider().dailyBars(QQXA, MARCH));
  }

  @Test
  void asksForRawBarsInOrderWithTheLargestLimit() {
    bars("aggregates-two-days.json");

    assertThat(vendor.targets())
        .containsExactly(
            "/v2/aggs/ticker/QQXA/range/1/day/2026-03-01/2026-03-31"
                + "?adjusted=false&sort=asc&limit=50000");
    assertThat(vendor.requests().getFirst().acceptEncoding()).isEqualTo("gzip");
    assertThat(vendor.requests().getFirst().authorization())
        .isEqualTo("Bearer " + ScriptedVendor.KEY);
  }

  @Test
  void readsEveryFieldAndStartsBarsAtNewYorkMidnightAcrossTheClockChange() {
    var bars = bars("aggregates-two-days.json");

    assertThat(bars).hasSize(2);
    var friday = bars.getFirst();
    assertThat(friday.symbol()).isEqualTo(QQXA);
    assertThat(friday.start()).isEqualTo(Instant.parse("2026-03-06T05:00:00Z"));
    assertThat(friday.open()).isEqualTo(20.01);
    assertThat(friday.high()).isEqualTo(20.31);
    assertThat(friday.low()).isEqualTo(19.95);
    assertThat(friday.close()).isEqualTo(20.2);
    assertThat(friday.volume()).hasValue(812345.25);
    assertThat(friday.vwap()).hasValue(20.1174);
    assertThat(friday.trades()).hasValue(6021);
    assertThat(friday.received()).isEmpty();
    assertThat(bars.get(1).start()).isEqualTo(Instant.parse("2026-03-09T04:00:00Z"));
  }

  @Test
  void countsTheCompressedBytesOfTheWire() throws IOException {
    var json = text("aggregates-two-days.json");
    vendor.then(gzip(json));

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(given(answer)).hasSize(2);
    assertThat(answer.cost()).isEqualTo(new Answer.Cost(1, gzipped(json).length, 0));
    assertThat(((Answer.Given<?>) answer).receivedAt()).isEqualTo(NOW);
    assertThat(limiter.accepted).hasValue(1);
  }

  @Test
  void takesDelayedAsSuccess() {
    assertThat(bars("aggregates-delayed.json")).hasSize(1);
  }

  @Test
  void takesMissingAndNullAndEmptyResultsAlike() {
    var unknown = new Symbol("ZZTOP");
    vendor.then(
        file("aggregates-empty.json"),
        file("aggregates-results-null.json"),
        ok("{\"status\":\"OK\",\"results\":[]}"));

    assertThat(given(provider().dailyBars(unknown, MARCH))).isEmpty();
    assertThat(given(provider().dailyBars(QQXA, MARCH))).isEmpty();
    assertThat(given(provider().dailyBars(QQXA, MARCH))).isEmpty();
  }

  @Test
  void refusesAnErrorInsideA200() {
    vendor.then(file("aggregates-error-in-200.json"));

    var failure = failure(provider().dailyBars(QQXA, MARCH));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.message()).contains("status ERROR: internal fault");
    assertThat(failure.httpStatus()).isEqualTo(200);
    assertThat(vendor.requests()).hasSize(1);
  }

  @Test
  void refusesAnObjectThatIsNoEnvelope() {
    vendor.then(ok("{}"), ok("[]"), ok("{\"status\":\"OK\",\"results\":7}"));
    vendor.then(ok("{\"status\":\"OK\",\"results\":[7]}"), ok("{\"status\":\"OK\"}{}"));

    for (int i = 0; i < 5; i++) {
      assertThat(failure(provider().dailyBars(QQXA, MARCH)).kind()).isEqualTo(Kind.BAD_ANSWER);
    }
    assertThat(vendor.requests()).hasSize(5);
  }

  @Test
  void refusesAnAnswerAboutAnotherTicker() {
    vendor.then(file("aggregates-other-ticker.json"));

    var failure = failure(provider().dailyBars(QQXA, MARCH));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.message()).contains("QQXA").contains("QQXB");
  }

  @Test
  void refusesSplitAdjustedPricesBecauseRawOnesWereAskedFor() {
    vendor.then(file("aggregates-adjusted.json"));

    assertThat(failure(provider().dailyBars(QQXA, MARCH)).message()).contains("split-adjusted");
  }

  @Test
  void leavesAnImpossibleBarToTheOneWhoChecks() {
    var bar = bars("aggregates-high-below-low.json").getFirst();

    assertThat(bar.high()).isEqualTo(9.81);
    assertThat(bar.low()).isEqualTo(9.93);
    assertThat(bar.received()).isEmpty();
    assertThat(bar.asReceived()).contains("\"h\":9.81");
  }

  @Test
  void turnsNanAndInfinityIntoNanAndKeepsTheRowsText() {
    var bars = bars("aggregates-nan.json");

    assertThat(bars).hasSize(2);
    assertThat(bars.getFirst().open()).isNaN();
    assertThat(bars.getFirst().high()).isNaN();
    assertThat(bars.getFirst().close()).isEqualTo(9.9);
    assertThat(bars.getFirst().received())
        .isEqualTo(
            "{\"v\":10,\"o\":NaN,\"c\":9.9,\"h\":Infinity,\"l\":9.8,\"t\":1772773200000,\"n\":3}");
    assertThat(bars.get(1).received()).isEmpty();
  }

  @Test
  void turnsTextAndListsWhereNumbersBelongIntoNanAndKeepsTheRowsText() {
    var bar = bars("aggregates-string-numbers.json").getFirst();

    assertThat(bar.open()).isNaN();
    assertThat(bar.high()).isNaN();
    assertThat(bar.low()).isNaN();
    assertThat(bar.close()).isEqualTo(9.9);
    assertThat(bar.volume().orElseThrow()).isNaN();
    assertThat(bar.trades()).isEmpty();
    assertThat(bar.received()).contains("\"o\":\"9.90\", \"c\":9.9").contains("\"n\":\"three\"");
  }

  @Test
  void readsExponentsAndIgnoresUnknownFields() {
    var bar = bars("aggregates-exponents.json").getFirst();

    assertThat(bar.volume()).hasValue(812345.25);
    assertThat(bar.vwap()).hasValue(20.1174);
    assertThat(bar.open()).isEqualTo(20.01);
    assertThat(bar.start()).isEqualTo(Bar.startOfSession(LocalDate.parse("2026-03-06")));
    assertThat(bar.trades()).hasValue(6021);
    assertThat(bar.received()).isEmpty();
  }

  @Test
  void keepsTheTextOfRowsThatLackWhatABarNeedsAndOnlyOfThose() {
    var bars = bars("aggregates-missing-fields.json");

    assertThat(bars).hasSize(4);
    var noStamp = bars.getFirst();
    assertThat(noStamp.start()).isEqualTo(Instant.EPOCH);
    assertThat(noStamp.received()).isEqualTo("{\"o\":1,\"h\":2,\"l\":1,\"c\":2,\"v\":5}");
    var noVolume = bars.get(1);
    assertThat(noVolume.volume()).isEmpty();
    assertThat(noVolume.received()).isEmpty();
    var noClose = bars.get(2);
    assertThat(noClose.close()).isNaN();
    assertThat(noClose.trades()).isEmpty();
    assertThat(noClose.received()).contains("\"v\":null");
    var halfATrade = bars.get(3);
    assertThat(halfATrade.trades()).isEmpty();
    assertThat(halfATrade.received()).contains("1.5");
  }

  @Test
  void keepsTheTextOfABadRowFarBehindTheFirstBuffers() {
    var json = new StringBuilder("{\"ticker\":\"QQXA\",\"status\":\"OK\",\"results\":[");
    for (int i = 0; i < 3_000; i++) {
      json.append("{\"v\":1,\"o\":1,\"h\":1,\"l\":1,\"c\":1,\"t\":")
          .append(86_400_000L * i)
          .append(i == 2_500 ? ",\"vw\":\"né\"}," : "},");
    }
    json.setCharAt(json.length() - 1, ']');
    vendor.then(gzip(json.append('}').toString()));

    var bars = given(provider().dailyBars(QQXA, MARCH));

    assertThat(bars).hasSize(3_000);
    assertThat(bars.stream().map(BarRow::received).filter(t -> !t.isEmpty()))
        .containsExactly(
            "{\"v\":1,\"o\":1,\"h\":1,\"l\":1,\"c\":1,\"t\":216000000000,\"vw\":\"né\"}");
  }

  @Test
  void sortsRowsAndDropsExactRepeatsButKeepsContradictions() {
    var bars = bars("aggregates-duplicates.json");

    assertThat(bars).extracting(b -> b.volume().orElseThrow()).containsExactly(10.0, 11.0, 12.0);
    assertThat(bars).isSortedAccordingTo((a, b) -> a.start().compareTo(b.start()));
  }

  @Test
  void keepsTheCaseAndTheDotOfTickersInTheAddress() {
    vendor.then(ok("{\"status\":\"OK\",\"results\":[]}"), ok("{\"status\":\"OK\",\"results\":[]}"));
    vendor.then(ok("{\"status\":\"OK\",\"results\":[]}"));

    given(provider().dailyBars(new Symbol("BACpL"), MARCH));
    given(provider().dailyBars(new Symbol("BRK.B"), MARCH));
    given(provider().dailyBars(new Symbol("A#B^C+"), MARCH));

    assertThat(vendor.targets().get(0)).startsWith("/v2/aggs/ticker/BACpL/range/");
    assertThat(vendor.targets().get(1)).startsWith("/v2/aggs/ticker/BRK.B/range/");
    assertThat(vendor.targets().get(2)).startsWith("/v2/aggs/ticker/A%23B%5EC%2B/range/");
  }

  @Test
  void followsTheNextPageOnTheConfiguredHostOnlyAndWithoutAKeyInIt() {
    vendor.then(
        ok(
            FIRST_DAY.formatted(
                "https://collector.example:443/v2/aggs/next?cursor=bGlt&apiKey=other#top")),
        ok(SECOND_DAY));

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(given(answer)).hasSize(2);
    assertThat(answer.cost().calls()).isEqualTo(2);
    assertThat(answer.cost().retries()).isZero();
    var second = vendor.requests().get(1);
    assertThat(second.target()).isEqualTo("/v2/aggs/next?cursor=bGlt");
    assertThat(second.host()).isEqualTo(vendor.url().getAuthority());
    assertThat(second.authorization()).isEqualTo("Bearer " + ScriptedVendor.KEY);
  }

  @Test
  void stopsWhenAPageNamesItselfOrAnEarlierOneAsTheNext() {
    vendor.then(
        ok(FIRST_DAY.formatted("/v2/aggs/a?cursor=1")),
        ok(FIRST_DAY.formatted("/v2/aggs/b?cursor=2")),
        ok(FIRST_DAY.formatted("/v2/aggs/a?cursor=1")));

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(failure(answer).kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure(answer).message()).contains("circle");
    assertThat(answer.cost().calls()).isEqualTo(3);
  }

  @Test
  void stopsWhenThePagesNeverEnd() {
    for (int i = 0; i < 9; i++) {
      vendor.then(ok(FIRST_DAY.formatted("/v2/aggs/a?cursor=" + i)));
    }

    var answer = provider(settings -> settings.withMaxPages(4)).dailyBars(QQXA, MARCH);

    assertThat(failure(answer).message()).contains("more than 4 pages");
    assertThat(vendor.requests()).hasSize(4);
  }

  @Test
  void refusesANextPageThatIsNoAddress() {
    vendor.then(ok(FIRST_DAY.formatted("nonsense")), ok(FIRST_DAY.formatted("/v2/with blank?%zz")));

    assertThat(failure(provider().dailyBars(QQXA, MARCH)).message()).contains("no path");
    assertThat(failure(provider().dailyBars(QQXA, MARCH)).message()).contains("no valid URL");
  }

  @Test
  void resumesFromTheLastPageAfterA429InTheMiddle() {
    vendor.then(
        ok(FIRST_DAY.formatted("/v2/aggs/next?cursor=2")),
        status(429, "{\"status\":\"ERROR\",\"error\":\"too many\"}", "Retry-After", "0"),
        ok(SECOND_DAY));

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(given(answer)).hasSize(2);
    assertThat(vendor.targets().subList(1, 3))
        .containsExactly("/v2/aggs/next?cursor=2", "/v2/aggs/next?cursor=2");
    assertThat(answer.cost().calls()).isEqualTo(3);
    assertThat(answer.cost().retries()).isEqualTo(1);
    assertThat(limiter.refusals).containsExactly(Optional.of(Duration.ZERO));
    assertThat(limiter.acquired).hasValue(3);
  }

  @Test
  void triesAgainAfterACutBodyAndCountsItsBytes() {
    var json = text("aggregates-two-days.json");
    vendor.then(cut(json), ok(json));

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(given(answer)).hasSize(2);
    assertThat(answer.cost().retries()).isEqualTo(1);
    assertThat(answer.cost().bytes()).isGreaterThan(json.length());
  }

  @Test
  void triesAgainAfterATruncatedGzip() {
    var json = text("aggregates-two-days.json");
    vendor.then(gzip(json, 4), gzip(json, 60), gzip(json));

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(given(answer)).hasSize(2);
    assertThat(answer.cost().retries()).isEqualTo(2);
  }

  @Test
  void callsAnAnswerThatIsAlwaysCutABadOne() {
    vendor.then(cut(SECOND_DAY), cut(SECOND_DAY));

    var failure = failure(provider(settings -> settings.withMaxAttempts(2)).dailyBars(QQXA, MARCH));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.attempts()).isEqualTo(2);
    assertThat(failure.message()).contains("cut off");
  }

  @Test
  void doesNotTryAgainWhatIsNoJson() {
    vendor.then(ok("<html>welcome</html>"));

    var failure = failure(provider().dailyBars(QQXA, MARCH));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.message()).doesNotContain("html>");
    assertThat(vendor.requests()).hasSize(1);
  }

  @Test
  void datesGroupedBarsByTheQuestionAndLeavesOutWhatHasNoTicker() {
    vendor.then(file("grouped-three.json"), file("aggregates-empty.json"));
    var session = LocalDate.parse("2026-03-06");

    var bars = given(provider().groupedDaily(session));

    assertThat(vendor.targets().getFirst())
        .isEqualTo(
            "/v2/aggs/grouped/locale/us/market/stocks/2026-03-06?adjusted=false&include_otc=false");
    assertThat(bars).extracting(b -> b.symbol().ticker()).containsExactly("QQXA", "BRK.B");
    assertThat(bars).extracting(BarRow::start).containsOnly(Bar.startOfSession(session));
    assertThat(given(provider().groupedDaily(session))).isEmpty();
  }
}
