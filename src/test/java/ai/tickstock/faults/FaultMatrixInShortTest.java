package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Of each class of faults some, in every run of the tests; and the page of the full matrix.
class FaultMatrixInShortTest {
  static Stream<Fault> inShort() {
    return Arrays.stream(Fault.values()).filter(Fault::isInShortForm);
  }

  @ParameterizedTest
  @MethodSource("inShort")
  void holds(Fault fault) throws Exception {
    new FaultMatrix().run(fault);
  }

  @Test
  void eachClassOfFaultsIsInTheShortForm() {
    assertThat(inShort().map(Fault::kind)).contains(FaultClass.values());
  }

  @Test
  void thePageHasExactlyTheRowsOfTheMatrixAndAllHeld() throws IOException {
    var page = new Document(FaultMatrix.PAGE, Files.readString(FaultMatrix.PAGE));

    assertThat(page.tableRows())
        .extracting(cells -> cells.subList(0, 4))
        .containsExactlyElementsOf(
            Arrays.stream(Fault.values())
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .map(fault -> List.of("`" + fault.word() + "`", fault.made(), fault.must(), "held"))
                .toList());
  }
}
