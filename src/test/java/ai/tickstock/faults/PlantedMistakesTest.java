package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.faults.MutantDriver.Mutation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The oracle sees what it is there for: a mistake that is planted into the program turns a row of
/// each class of faults red.
@Tag("faults")
class PlantedMistakesTest {
  /// It is what is left behind that is wrong, and not that a process ended in another way.
  private static final String BY_THE_ORACLE =
      "(?s).*(not of the undisturbed run|reported complete .* and is not|what arrived).*";

  private enum Planted {
    LEDGER_BEFORE_ROWS_KILLED(Fault.KILLED_BEFORE_COMMIT, Mutation.COMMITS_THE_LEDGER_FIRST),
    LEDGER_BEFORE_ROWS_DISK_FULL(Fault.DATABASE_DISK_FULL, Mutation.COMMITS_THE_LEDGER_FIRST),
    NO_FENCE_CLOCK(Fault.DATABASE_CLOCK_AHEAD, Mutation.KNOWS_NO_FENCE),
    NO_FENCE_FROZEN(Fault.NODE_FROZEN, Mutation.KNOWS_NO_FENCE),
    FAILED_IS_DELIVERED(Fault.SMTP_DOWN, Mutation.TAKES_FAILED_FOR_DELIVERED),
    DONE_WHEN_TAKEN(Fault.OUT_OF_MEMORY, Mutation.DONE_WHEN_TAKEN);

    private final Fault fault;
    private final Mutation mutation;

    Planted(Fault fault, Mutation mutation) {
      this.fault = fault;
      this.mutation = mutation;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isSeen(Planted planted) {
    assertThatThrownBy(
            () -> System.err.println(planted.fault.run(FaultMatrix.SEED, planted.mutation)))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(BY_THE_ORACLE)
        .satisfies(seen -> System.err.println("planted " + planted + ": " + firstLines(seen)));
  }

  @Test
  void aClientThatNeverAsksForTheLastPageIsSeen() {
    assertThatThrownBy(() ->
            System.err.println(Fault.NEXT_URL_OF_ANOTHER_HOST.runForgettingPages(FaultMatrix.SEED)))
        .isInstanceOf(AssertionError.class)
        .satisfies(seen -> System.err.println("planted last page: " + firstLines(seen)));
  }

  @Test
  void eachClassOfFaultsHasAMistakeThatIsSeen() {
    var planted = EnumSet.of(FaultClass.VENDOR);
    Stream.of(Planted.values()).map(one -> one.fault.kind()).forEach(planted::add);
    Assertions.assertThat(planted).containsAll(Arrays.asList(FaultClass.values()));
  }

  private static String firstLines(Throwable seen) {
    return String.valueOf(seen.getMessage()).lines().limit(2).toList().toString();
  }
}
