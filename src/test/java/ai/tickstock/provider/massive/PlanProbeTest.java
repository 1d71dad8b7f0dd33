package ai.tickstock.provider.massive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.HistoryEdge;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.PlanFacts.Feed;
import ai.tickstock.provider.PlanFacts.Verdict;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.VendorEndpoint;
import ai.tickstock.provider.massive.PlannedVendor.AtEdge;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanProbeTest {
  /// A Friday at 10:00 in New York.
  private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

  private final PlannedVendor vendor = new PlannedVendor(NOW);
  private final RecordingLimiter limiter = new RecordingLimiter();

  private Answer<PlanFacts> probe(int mostCalls) {
    try (var provider =
        MassiveProvider.connect(
            vendor.settings().withMaxAttempts(2), limiter, () -> NOW, VendorTest.NO_WAITS)) {
      return provider.probePlan(TradingCalendar.nyse(), mostCalls);
    }
  }

  private PlanFacts facts() {
    return VendorTest.given(probe(60));
  }

  private static HistoryEdge edge(PlanFacts facts, BarInterval interval) {
    return facts.edge(interval).orElseThrow();
  }

  @Test
  void aLargePlanHasEverything() {
    vendor.history(Optional.empty(), AtEdge.LEAVES_OUT);

    var facts = facts();

    assertThat(facts.endpoints())
        .allSatisfy(one -> assertThat(one.verdict()).isEqualTo(Verdict.INCLUDED));
    assertThat(facts.verdict(VendorEndpoint.OLD_SPLITS)).isEmpty();
    assertThat(edge(facts, BarInterval.DAY).lastRefused()).isEmpty();
    assertThat(edge(facts, BarInterval.DAY).firstServed()).isEqualTo("2003-09-10");
    assertThat(facts.fmv()).contains(true);
    assertThat(facts.delay()).contains(Duration.ZERO);
    assertThat(facts.feed()).contains(Feed.FULL);
    assertThat(facts.limitMet()).isFalse();
    assertThat(facts.calls()).isEqualTo(18).isEqualTo(limiter.acquired.get());
  }

  @Test
  void aVendorThatLeavesOutWhatThePlanLacksShowsItsEdge() {
    vendor.history(Optional.of(LocalDate.parse("2024-11-20")), AtEdge.LEAVES_OUT);

    var facts = facts();

    for (var interval : BarInterval.values()) {
      assertThat(edge(facts, interval).firstServed()).isEqualTo("2024-11-20");
      assertThat(edge(facts, interval).years()).contains(2);
    }
    assertThat(facts.calls()).isLessThanOrEqualTo(20);
  }

  @Test
  void theEdgeOnAWeekendIsFoundFromTheFirstSessionAfterIt() {
    // 2020-11-21 is a Saturday: not in whole years, so the first bar stands for it.
    vendor.history(Optional.of(LocalDate.parse("2020-11-21")), AtEdge.LEAVES_OUT);

    var edge = edge(facts(), BarInterval.DAY);

    assertThat(edge.firstServed()).isEqualTo("2020-11-23");
    assertThat(edge.lastRefused()).contains(LocalDate.parse("2020-11-20"));
  }

  @Test
  void aVendorThatRefusesAnEarlyStartIsSearched() {
    for (var depth : new int[] {2, 5, 10}) {
      vendor.history(Optional.of(LocalDate.parse("2026-11-20").minusYears(depth)), AtEdge.REFUSES);

      var facts = VendorTest.given(probe(24));

      assertThat(edge(facts, BarInterval.DAY).years()).contains(depth);
      assertThat(edge(facts, BarInterval.MINUTE).years()).contains(depth);
      assertThat(facts.calls()).isLessThanOrEqualTo(24);
    }
  }

  @Test
  void anOddDepthIsBracketedWithFewCallsAndFoundWithMore() {
    vendor.history(Optional.of(LocalDate.parse("2023-05-04")), AtEdge.REFUSES);

    var few = VendorTest.given(probe(24));

    assertThat(few.calls()).isLessThanOrEqualTo(24);
    assertThat(edge(few, BarInterval.DAY).lastRefused().orElseThrow()).isBefore("2023-05-04");
    assertThat(edge(few, BarInterval.DAY).firstServed()).isAfterOrEqualTo("2023-05-04");
    assertThat(edge(facts(), BarInterval.DAY).firstServed()).isEqualTo("2023-05-04");
  }

  @Test
  void refusalsComeInTheVendorsWords() {
    vendor.refuse("/v3/snapshot", "/v2/snapshot", "/etf-global", "/v2/aggs/grouped");
    vendor.status("DELAYED");

    var facts = facts();

    for (var refused :
        new VendorEndpoint[] {
          VendorEndpoint.SNAPSHOT,
          VendorEndpoint.UNIVERSAL_SNAPSHOT,
          VendorEndpoint.ETF_PROFILES,
          VendorEndpoint.GROUPED_DAILY
        }) {
      assertThat(facts.verdict(refused)).contains(Verdict.REFUSED);
    }
    assertThat(facts.endpoints())
        .filteredOn(one -> one.endpoint() == VendorEndpoint.ETF_PROFILES)
        .singleElement()
        .extracting(PlanFacts.EndpointFact::said)
        .asString()
        .contains("You are not entitled to this data");
    assertThat(facts.fmv()).isEmpty();
    assertThat(facts.delay()).contains(Duration.ofMinutes(15));
    assertThat(facts.feed()).contains(Feed.DELAYED);
  }

  @Test
  void withoutTheNewEndpointsTheDeprecatedOnesAreAsked() {
    vendor.missing("/stocks/v1/");

    var facts = facts();

    assertThat(facts.verdict(VendorEndpoint.SPLITS)).contains(Verdict.UNKNOWN);
    assertThat(facts.verdict(VendorEndpoint.OLD_SPLITS)).contains(Verdict.INCLUDED);
    assertThat(facts.verdict(VendorEndpoint.OLD_DIVIDENDS)).contains(Verdict.INCLUDED);
  }

  @Test
  void withoutASnapshotTheNewestMinuteOfARunningSessionShowsTheDelay() {
    vendor.refuse("/v3/snapshot", "/v2/snapshot");
    vendor.newestMinute(NOW.minus(Duration.ofMinutes(16)));
    assertThat(facts().delay()).contains(Duration.ofMinutes(15));

    vendor.newestMinute(NOW.minus(Duration.ofMinutes(2)));
    assertThat(facts().delay()).contains(Duration.ZERO);

    vendor.newestMinute(NOW.minus(Duration.ofHours(3)));
    assertThat(facts().delay()).isEmpty();
  }

  @Test
  void aVendorThatIsNotThereOrRefusesTheKeyHasNoFacts() {
    vendor.refuseTheKey();

    assertThat(VendorTest.failure(probe(60)).kind()).isEqualTo(Kind.KEY_REFUSED);
    assertThat(limiter.acquired.get()).isEqualTo(1);
  }

  @Test
  void noticesThatTheLimitWasMet() {
    vendor.tooManyCallsOnce();

    assertThat(facts().limitMet()).isTrue();
  }

  @Test
  void twoPlansDifferInWhatMatters() {
    vendor.refuse("/v3/snapshot", "/v2/snapshot", "/etf-global");
    vendor.history(Optional.of(LocalDate.parse("2024-11-20")), AtEdge.REFUSES);
    var small = facts();
    vendor.refuse();
    vendor.history(Optional.empty(), AtEdge.REFUSES);

    var changes = facts().changesSince(small);

    assertThat(changes)
        .extracting(PlanFacts.Change::what)
        .contains(
            "history of day bars",
            "history of minute bars",
            "universal snapshot",
            "ETF Global profiles");
    assertThat(small.changesSince(small)).isEmpty();
  }

  @AfterEach
  void close() {
    vendor.close();
  }
}
