package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnbrokenContactTest {
  private static final Instant BEGIN = Instant.parse("2026-11-20T12:00:00Z");
  private final UnbrokenContact contact = new UnbrokenContact(Duration.ofSeconds(60));

  private boolean after(int seconds) {
    return contact.lasts(BEGIN.plusSeconds(seconds));
  }

  @Test
  void lastsOnceSignsOfLifeCameForALease() {
    assertThat(after(0)).isFalse();
    assertThat(after(15)).isFalse();
    assertThat(after(45)).isFalse(); // half a lease is in time
    assertThat(after(59)).isFalse();
    assertThat(after(60)).isTrue();
    assertThat(after(75)).isTrue();
  }

  @Test
  void beginsAnewAfterASilence() {
    after(0);
    after(30);
    assertThat(after(60)).isTrue();

    assertThat(after(91)).isFalse();
    assertThat(after(120)).isFalse();
    assertThat(after(150)).isFalse();
    assertThat(after(151)).isTrue();
  }

  @Test
  void isNotDeceivedByAClockThatIsSetBack() {
    after(0);
    after(30);
    assertThat(after(60)).isTrue();

    assertThat(after(-3_600)).isFalse();
    assertThat(after(-3_580)).isFalse();
  }
}
