package ai.tickstock.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How many tasks are claimed before they can begin, on a clock that the test sets.
class ClaimsAheadTest {
  private static final long BEGIN = TimeUnit.DAYS.toNanos(3);

  private final ClaimsAhead ahead = new ClaimsAhead(0, BEGIN);

  private static long at(double seconds) {
    return BEGIN + (long) (seconds * 1e9);
  }

  private static List<Task> tasks(int count) {
    var day = DateRange.of(LocalDate.of(2026, 6, 12));
    return IntStream.range(0, count)
        .mapToObj(i -> new Task(i, NewTask.Kind.AGGREGATES, Optional.empty(), "T" + i, day, 1, 0))
        .toList();
  }

  @Test
  void claimsNothingAheadBeforeThePaceIsKnown() {
    assertThat(ahead.wanted(0, at(0))).isZero();
    assertThat(ahead.wanted(3, at(0.1))).isZero();
  }

  @Test
  void claimsWhatBeginsInAQuarterOfASecondAtThePaceOfTheLastOne() {
    assertThat(ahead.wanted(20, at(0.5))).isEqualTo(5);
    assertThat(ahead.wanted(60, at(1))).isEqualTo(15);
    assertThat(ahead.wanted(64, at(1.1))).isEqualTo(15);
    assertThat(ahead.wanted(70, at(2))).as("it got slower").isEqualTo(2);
  }

  @Test
  void claimsNothingAheadWhenAnswersWaitForALimit() {
    assertThat(ahead.wanted(8, at(0.2))).isEqualTo(2);
    assertThat(ahead.wanted(9, at(12))).isZero();
    assertThat(ahead.wanted(10, at(24))).isZero();
  }

  @Test
  void knowsNoPaceOfTasksThatEndedBeforeItBegan() {
    assertThat(new ClaimsAhead(500, at(9)).wanted(500, at(9.1))).isZero();
  }

  @Test
  void tasksBeginInTheOrderInWhichTheyWereClaimed() {
    ahead.add(tasks(5), at(0));
    assertThat(ahead.take(2)).extracting(Task::address).containsExactly("T0", "T1");
    assertThat(ahead.takeAll()).extracting(Task::address).containsExactly("T2", "T3", "T4");
    assertThat(ahead.isEmpty()).isTrue();
  }

  @Test
  void whatWasNotBegunWithinASecondIsStale() {
    assertThat(ahead.isStale(at(9))).as("without a task").isFalse();
    ahead.add(tasks(2), at(10));
    assertThat(ahead.isStale(at(11))).isFalse();
    assertThat(ahead.isStale(at(11.001))).isTrue();
  }
}
