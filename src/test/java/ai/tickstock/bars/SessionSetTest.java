package ai.tickstock.bars;

import static ai.tickstock.bars.TestBars.JANUARY;
import static ai.tickstock.bars.TestBars.range;
import static ai.tickstock.bars.TestBars.sessions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionSetTest {
  @Test
  void ignoresDatesOutsideItsRange() {
    var set = sessions(JANUARY, "2023-12-29", "2024-01-31", "2024-02-01");

    assertThat(set.toList()).containsExactly(LocalDate.parse("2024-01-31"));
    assertThat(set.contains(LocalDate.parse("2024-02-01"))).isFalse();
    assertThat(set).hasToString("1 in 2024-01-01..2024-01-31");
    assertThat(SessionSet.ofOffsets(JANUARY, "{-1,30,31}")).isEqualTo(set);
  }

  @Test
  void readsAnArrayOfDaysOnlyAsTheDatabaseWritesIt() {
    assertThat(SessionSet.ofOffsets(JANUARY, "{}")).isEqualTo(SessionSet.none(JANUARY));
    for (var text : List.of("", "0,1", "{\"0\",\"1\"}", "{NULL}", "{0,1")) {
      assertThatThrownBy(() -> SessionSet.ofOffsets(JANUARY, text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void isAddedSubtractedAndCut() {
    var one = sessions(JANUARY, "2024-01-02", "2024-01-03");
    var other = sessions(JANUARY, "2024-01-03", "2024-01-04");

    assertThat(one.plus(other))
        .isEqualTo(sessions(JANUARY, "2024-01-02", "2024-01-03", "2024-01-04"));
    assertThat(one.minus(other)).isEqualTo(sessions(JANUARY, "2024-01-02"));
    assertThat(one.and(other)).isEqualTo(sessions(JANUARY, "2024-01-03"));
    assertThat(one.and(other)).hasSameHashCodeAs(sessions(JANUARY, "2024-01-03"));
    assertThat(one.minus(one).isEmpty()).isTrue();
    assertThat(one.range()).isEqualTo(JANUARY);
  }

  @Test
  void isCutToAPart() {
    var set = sessions(JANUARY, "2024-01-01", "2024-01-15", "2024-01-31");

    assertThat(set.within(range("2024-01-01", "2024-01-31"))).isEqualTo(set);
    assertThat(set.within(range("2023-01-01", "2025-01-31"))).isEqualTo(set);
    assertThat(set.within(range("2024-01-02", "2024-01-30")))
        .isEqualTo(sessions(JANUARY, "2024-01-15"));
    assertThat(set.within(range("2024-02-01", "2024-02-02")).isEmpty()).isTrue();
    assertThat(set.within(range("2023-02-01", "2023-02-02")).isEmpty()).isTrue();
  }

  @Test
  void reachesFromItsFirstToItsLastDate() {
    assertThat(sessions(JANUARY, "2024-01-05", "2024-01-08", "2024-01-31").extent())
        .contains(range("2024-01-05", "2024-01-31"));
    assertThat(sessions(JANUARY, "2024-01-01").extent())
        .contains(range("2024-01-01", "2024-01-01"));
    assertThat(SessionSet.none(JANUARY).extent()).isEmpty();
  }

  @Test
  void joinsNeighboursAcrossDaysThatDoNotCount() {
    var all =
        sessions(
            JANUARY,
            "2024-01-04",
            "2024-01-05",
            "2024-01-08",
            "2024-01-09",
            "2024-01-10",
            "2024-01-11");

    var missing = sessions(JANUARY, "2024-01-05", "2024-01-08", "2024-01-10");

    assertThat(missing.ranges(all))
        .containsExactly(range("2024-01-05", "2024-01-08"), range("2024-01-10", "2024-01-10"));
    assertThat(all.ranges(all)).containsExactly(range("2024-01-04", "2024-01-11"));
    assertThat(SessionSet.none(JANUARY).ranges(all)).isEmpty();
  }
}
