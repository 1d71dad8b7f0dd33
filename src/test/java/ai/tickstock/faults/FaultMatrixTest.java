package ai.tickstock.faults;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole matrix; writes its page.
@Tag("faults")
class FaultMatrixTest {
  private static final FaultMatrix MATRIX = new FaultMatrix();

  @ParameterizedTest
  @EnumSource
  void holds(Fault fault) throws Exception {
    MATRIX.run(fault);
  }

  @AfterAll
  static void writeThePage() throws IOException {
    if (MATRIX.isFull()) {
      MATRIX.write(FaultMatrix.PAGE, LocalDate.now(Clock.systemUTC()));
    }
  }
}
