package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
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
}
