package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.Session.Break;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTest {
  @Test
  void refusesToCloseWhenOrBeforeItOpens() {
    var date = LocalDate.of(2024, 11, 29);
    var open = Instant.parse("2024-11-29T14:30:00Z");
    assertThatThrownBy(() -> new Session(Mic.XNYS, date, open, open, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the session of 2024-11-29 closes before it opens");
    assertThatThrownBy(() -> new Session(Mic.XNYS, date, open, open.minusSeconds(1), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesALunchBreakThatIsNotInsideOfIt() {
    var open = Instant.parse("2024-11-28T01:30:00Z");
    for (var lunch :
        new Break[] {
          new Break(open, open.plusSeconds(60)),
          new Break(open.plusSeconds(60), open.plusSeconds(60)),
          new Break(open.plusSeconds(60), open.plusSeconds(600)),
        }) {
      assertThatThrownBy(() -> session(open, open.plusSeconds(600), lunch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the lunch break of 2024-11-28 does not lie inside of its session");
    }
  }

  @Test
  void isOpenFromItsFirstInstantToItsCloseButForTheLunchBreak() {
    var open = Instant.parse("2024-11-28T01:30:00Z");
    var session =
        session(
            open, open.plusSeconds(600), new Break(open.plusSeconds(200), open.plusSeconds(300)));
    assertThat(session.isOpenAt(open.minusNanos(1))).isFalse();
    assertThat(session.isOpenAt(open)).isTrue();
    assertThat(session.isOpenAt(open.plusSeconds(200).minusNanos(1))).isTrue();
    assertThat(session.isOpenAt(open.plusSeconds(200))).isFalse();
    assertThat(session.isOpenAt(open.plusSeconds(300).minusNanos(1))).isFalse();
    assertThat(session.isOpenAt(open.plusSeconds(300))).isTrue();
    assertThat(session.isOpenAt(open.plusSeconds(600).minusNanos(1))).isTrue();
    assertThat(session.isOpenAt(open.plusSeconds(600))).isFalse();
  }

  private static Session session(Instant open, Instant close, Break lunch) {
    return new Session(
        new Mic("XHKG"), LocalDate.of(2024, 11, 28), open, close, Optional.of(lunch), false);
  }
}
