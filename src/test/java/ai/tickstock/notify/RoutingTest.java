package ai.tickstock.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static final RoutingRules RULES =
      new RoutingRules(
          Optional.of(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0))),
          3,
          LocalTime.of(7, 30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(30));

  private final List<Routing.Untold> untold = new ArrayList<>();
  private final List<Routing.Unanswered> unanswered = new ArrayList<>();

  private static Instant newYork(String time) {
    return java.time.LocalDateTime.parse(time).atZone(ai.tickstock.market.Bar.NEW_YORK).toInstant();
  }

  private void seen(long id, String kind, Severity severity, String at) {
    untold.add(new Routing.Untold(id, kind, severity, newYork(at), Optional.empty()));
  }

  private void inDigest(long id, String since) {
    untold.add(
        new Routing.Untold(id, "gap", Severity.LOW, newYork(since), Optional.of(newYork(since))));
  }

  private Routing at(String time, int lately) {
    return Routing.plan(RULES, newYork(time), lately, untold, unanswered);
  }

  private static Routing.Message message(Form form, Long... ids) {
    return new Routing.Message(form, List.of(ids));
  }

  @Test
  void waitsForOthersOfTheSameKindAndTellsThemTogether() {
    seen(1, "ipo", Severity.NORMAL, "2025-07-08T10:00:00");
    seen(2, "gap", Severity.HIGH, "2025-07-08T10:01:30");
    seen(3, "ipo", Severity.NORMAL, "2025-07-08T10:01:59");

    assertThat(at("2025-07-08T10:01:59", 0).messages()).isEmpty();
    assertThat(at("2025-07-08T10:02:00", 0).messages())
        .containsExactly(message(Form.PROMPT, 1L, 3L));
    assertThat(at("2025-07-08T10:04:00", 0).messages())
        .containsExactly(message(Form.PROMPT, 2L), message(Form.PROMPT, 1L, 3L));
  }

  @Test
  void whatIsBeyondTheBudgetOfTheHourWaitsForTheDigestTheGravestKindFirst() {
    seen(1, "a", Severity.NORMAL, "2025-07-08T10:00:00");
    seen(2, "b", Severity.HIGH, "2025-07-08T10:00:00");
    seen(3, "c", Severity.NORMAL, "2025-07-08T10:00:00");

    var plan = at("2025-07-08T11:00:00", 2);

    assertThat(plan.messages()).containsExactly(message(Form.PROMPT, 2L));
    assertThat(plan.toDigest()).containsExactly(1L, 3L);
  }

  @Test
  void lowOnesGoToTheDigestAtOnceAndAreToldAtItsTime() {
    seen(1, "gap", Severity.LOW, "2025-07-08T10:00:00");
    assertThat(at("2025-07-08T10:00:00", 0)).isEqualTo(new Routing(List.of(), List.of(1L)));
    untold.clear();

    inDigest(1, "2025-07-08T10:00:00");
    inDigest(2, "2025-07-09T07:29:00");

    assertThat(at("2025-07-09T07:29:59", 0).messages()).isEmpty();
    assertThat(at("2025-07-09T07:30:00", 99).messages())
        .containsExactly(message(Form.DIGEST, 1L, 2L));
  }

  @Test
  void aDigestThatNobodySentInTimeIsSentLater() {
    inDigest(1, "2025-07-08T10:00:00");

    assertThat(at("2025-07-11T15:00:00", 0).messages()).containsExactly(message(Form.DIGEST, 1L));
  }

  @Test
  void quietHoursHoldBackEverythingButCriticalOnes() {
    seen(1, "gap", Severity.HIGH, "2025-07-08T21:59:00");
    seen(2, "gap", Severity.CRITICAL, "2025-07-08T23:00:00");
    seen(3, "gap", Severity.NORMAL, "2025-07-09T03:00:00");
    inDigest(4, "2025-07-07T10:00:00");

    assertThat(at("2025-07-09T03:05:00", 99).messages())
        .containsExactly(message(Form.CRITICAL, 2L));
    untold.removeIf(notice -> notice.id() == 2);
    assertThat(at("2025-07-09T06:59:59", 0)).isEqualTo(new Routing(List.of(), List.of()));
    assertThat(at("2025-07-09T07:00:00", 0).messages())
        .containsExactly(message(Form.PROMPT, 1L, 3L), message(Form.DIGEST, 4L));
  }

  @Test
  void criticalOnesAreToldAloneAtOnceAndSpendNoBudget() {
    seen(1, "gap", Severity.CRITICAL, "2025-07-08T10:00:00");
    seen(2, "gap", Severity.CRITICAL, "2025-07-08T10:00:00");

    assertThat(at("2025-07-08T10:00:00", 99).messages())
        .containsExactly(message(Form.CRITICAL, 1L), message(Form.CRITICAL, 2L));
  }

  @Test
  void aCriticalOneThatNobodyAcknowledgesIsToldAgainAfterHalfAnHour() {
    unanswered.add(new Routing.Unanswered(1, newYork("2025-07-09T02:00:00")));

    assertThat(at("2025-07-09T02:29:59", 0).messages()).isEmpty();
    assertThat(at("2025-07-09T02:30:00", 0).messages())
        .containsExactly(message(Form.ESCALATION, 1L));
  }

  @Test
  void quietHoursMayLieWithinADayAndFollowNewYorksClock() {
    var lunch = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0));
    assertThat(lunch.contains(newYork("2025-07-08T12:00:00"))).isTrue();
    assertThat(lunch.contains(newYork("2025-07-08T13:00:00"))).isFalse();
    assertThat(lunch.contains(Instant.parse("2025-12-08T17:30:00Z"))).isTrue();
    assertThat(lunch.contains(Instant.parse("2025-07-08T17:30:00Z"))).isFalse();
  }

  @Test
  void theDigestMovesAnHourWhereTheClockIsPutForward() {
    var rules =
        new RoutingRules(
            Optional.empty(), 1, LocalTime.of(2, 30), Duration.ZERO, Duration.ofMinutes(30));

    assertThat(rules.digestAfter(newYork("2025-03-09T01:00:00")))
        .isEqualTo(Instant.parse("2025-03-09T07:30:00Z"));
    assertThat(rules.digestAfter(newYork("2025-03-10T02:30:00")))
        .isEqualTo(newYork("2025-03-11T02:30:00"));
  }

  @Test
  void aThinNameThatIsOneOfAFewIsNotLow() {
    assertThat(Posted.gap("XLRE", 40_000).severity()).isEqualTo(Severity.LOW);
    var sector = thinGap(new GapFound.Membership("etf_sectors", 11));
    assertThat(sector.severity()).isEqualTo(Severity.HIGH);
    assertThat(sector.content().toString()).contains("1 of 11 members of etf_sectors");
    assertThat(thinGap(new GapFound.Membership("themes", 100)).severity())
        .isEqualTo(Severity.NORMAL);
    assertThat(thinGap(new GapFound.Membership("top_500", 500)).severity()).isEqualTo(Severity.LOW);
  }

  private static GapFound thinGap(GapFound.Membership smallest) {
    var gap = Posted.gap("XLRE", 40_000);
    return new GapFound(
        gap.symbol(),
        gap.name(),
        gap.first(),
        gap.last(),
        gap.sessions(),
        gap.dollarsADay(),
        gap.weight(),
        gap.universe(),
        Optional.of(smallest));
  }

  @Test
  void severityFollowsDollarVolumeAndWeight() {
    assertThat(Severity.of(30e9, 0)).isEqualTo(Severity.CRITICAL);
    assertThat(Severity.of(0, 0.06)).isEqualTo(Severity.CRITICAL);
    assertThat(Severity.of(2e8, 0)).isEqualTo(Severity.HIGH);
    assertThat(Severity.of(0, 0.01)).isEqualTo(Severity.HIGH);
    assertThat(Severity.of(1e6, 0)).isEqualTo(Severity.NORMAL);
    assertThat(Severity.of(0, 0.001)).isEqualTo(Severity.NORMAL);
    assertThat(Severity.of(999_999, 0.0009)).isEqualTo(Severity.LOW);
  }

  @Test
  void pausesGrowToAnHourAndEndAfterThreeDays() {
    assertThat(Retry.pauseAfter(1)).isEqualTo(Duration.ofMinutes(1));
    assertThat(Retry.pauseAfter(4)).isEqualTo(Duration.ofMinutes(8));
    assertThat(Retry.pauseAfter(7)).isEqualTo(Duration.ofHours(1));
    assertThat(Retry.pauseAfter(1_000)).isEqualTo(Duration.ofHours(1));
    var first = Instant.parse("2025-07-04T20:00:00Z");
    assertThat(Retry.isOver(first, Instant.parse("2025-07-07T19:59:59Z"))).isFalse();
    assertThat(Retry.isOver(first, Instant.parse("2025-07-07T20:00:00Z"))).isTrue();
  }
}
