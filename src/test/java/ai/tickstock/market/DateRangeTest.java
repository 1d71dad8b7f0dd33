package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
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
  void overlapsInTheDatesThatBothHave() {
    assertThat(range.overlap(range)).contains(range);
    assertThat(range.overlap(new DateRange(FIRST.minusDays(9), FIRST)))
        .contains(DateRange.of(FIRST));
    assertThat(range.overlap(new DateRange(LAST, LAST.plusDays(9)))).contains(DateRange.of(LAST));
    assertThat(range.overlap(DateRange.of(FIRST.minusDays(1)))).isEmpty();
    assertThat(range.overlap(DateRange.of(LAST.plusDays(1)))).isEmpty();
  }

  @Test
  void refusesToEndBeforeItStarts() {
    assertThatThrownBy(() -> new DateRange(LAST, FIRST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the range ends (2024-02-28) before it starts (2024-03-01)");
  }

  @Test
  void readsDatesThatADatabaseKeeps() {
    assertThat(DateRange.date("2024-02-28")).isEqualTo(FIRST);
    assertThat(DateRange.date("1900-01-01")).isEqualTo(DateRange.ALWAYS.first());
    assertThat(DateRange.date("2999-12-31")).isEqualTo(DateRange.ALWAYS.last());
    for (var text : List.of("1899-12-31", "3000-01-01", "+999999999-12-31", "-999999999-01-01")) {
      assertThatThrownBy(() -> DateRange.date(text))
          .isInstanceOf(DateTimeException.class)
          .hasMessageStartingWith(text + " is no date of which there can be data");
    }
    assertThatThrownBy(() -> DateRange.date("2024-02-30"))
        .isInstanceOf(DateTimeParseException.class);
  }

  @Test
  void readsAsItsEnds() {
    assertThat(range).hasToString("2024-02-28..2024-03-01");
    assertThat(DateRange.of(FIRST)).hasToString("2024-02-28");
  }
}
