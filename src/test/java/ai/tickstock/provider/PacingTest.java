package ai.tickstock.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static final Instant NOW = Instant.parse("2026-11-20T15:00:00Z");

  private static Duration pauseOf(Pacing pacing) {
    return Duration.between(NOW, pacing.pausedUntil().orElseThrow());
  }

  @Test
  void marginsAreAQuarterOfASecondOrATwentiethOfAShortWindow() {
    assertThat(Pacing.fresh(RateLimit.perMinute(5)).margin()).isEqualTo(Duration.ofMillis(250));
    assertThat(Pacing.fresh(RateLimit.perSecond(5)).margin()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void pausesAMinuteForALimitPerMinuteAndMoreAndMoreSecondsForAFastOne() {
    var slow = Pacing.fresh(RateLimit.perMinute(5)).refused(NOW, Optional.empty());
    assertThat(pauseOf(slow)).isEqualTo(Duration.ofMinutes(1));

    var fast = Pacing.fresh(RateLimit.perSecond(100)).refused(NOW, Optional.empty());
    assertThat(pauseOf(fast)).isEqualTo(Duration.ofSeconds(1));
    var later = NOW;
    for (int i = 0; i < 7; i++) {
      later = fast.pausedUntil().orElseThrow();
      fast = fast.refused(later, Optional.empty());
    }
    assertThat(fast.currentCalls()).isEqualTo(1);
    assertThat(Duration.between(later, fast.pausedUntil().orElseThrow()))
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void obeysTheVendorsOwnPauseUpToTwoMinutes() {
    var pacing = Pacing.fresh(RateLimit.perMinute(5));

    assertThat(pauseOf(pacing.refused(NOW, Optional.of(Duration.ofSeconds(7)))))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(pauseOf(pacing.refused(NOW, Optional.of(Duration.ofHours(7)))))
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aShorterPauseDoesNotCutALongerOne() {
    var pacing =
        Pacing.fresh(RateLimit.perMinute(5))
            .refused(NOW, Optional.of(Duration.ofSeconds(90)))
            .refused(NOW, Optional.of(Duration.ofSeconds(5)));

    assertThat(pauseOf(pacing)).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void goesDownToOneCallAndUpByOneForASlowPlan() {
    var pacing = Pacing.fresh(RateLimit.perMinute(5));
    for (int i = 0; i < 5; i++) {
      pacing = pacing.refused(NOW.plusSeconds(i * 100), Optional.empty());
    }
    assertThat(pacing.current()).isEqualTo(RateLimit.perMinute(1));

    assertThat(pacing.accepted(1).currentCalls()).isEqualTo(1);
    assertThat(pacing.accepted(2).currentCalls()).isEqualTo(2);
    assertThat(pacing.accepted(2).accepted(3).accepted(1).currentCalls()).isEqualTo(3);
  }

  @Test
  void countsNothingAtFullPace() {
    var full = Pacing.fresh(RateLimit.perMinute(5));

    assertThat(full.accepted(1_000)).isEqualTo(full);
  }

  @Test
  void keepsItsCallsUnderAnotherLimit() {
    var pacing = Pacing.fresh(RateLimit.perSecond(100));
    for (int i = 0; i < 100; i++) {
      pacing = pacing.calling(NOW);
    }

    var slow = pacing.under(RateLimit.perMinute(5));

    assertThat(slow.recent()).hasSize(5);
    assertThat(slow.earliest(NOW)).isEqualTo(NOW.plusSeconds(60).plusMillis(250));
  }

  @Test
  void refusesAPaceBeyondTheLimit() {
    assertThatThrownBy(() -> new Pacing(RateLimit.perMinute(5), 6, Optional.empty(), 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6");
  }
}
