package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DateRangeTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 2, 28);
  private static final LocalDate LAST = LocalDate.of(2024, 3, 1);
  private final DateRange range = new DateRange(FIRST, LAST);

  @Test
  void containsBothEndsAndWhatIsBetween() {
    assertThat(range.contains(FIRST)).isTrue();
    assertThat(range.contains(LocalDate.of(2024, 2, 29))).isTrue();
    assertThat(range.contains(LAST)).isTrue();
    assertThat(range.contains(FIRST.minusDays(1))).isFalse();
    assertThat(range.contains(LAST.plusDays(1))).isFalse();
  }

  @Test
  void countsItsDaysWithTheLeapDay() {
    assertThat(range.days()).isEqualTo(3);
    assertThat(DateRange.of(FIRST).days()).isEqualTo(1);
  }

  @Test
  void refusesToEndBeforeItStarts() {
    assertThatThrownBy(() -> new DateRange(LAST, FIRST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the range ends (2024-02-28) before it starts (2024-03-01)");
  }

  @Test
  void readsAsItsEnds() {
    assertThat(range).hasToString("2024-02-28..2024-03-01");
    assertThat(DateRange.of(FIRST)).hasToString("2024-02-28");
  }
}
