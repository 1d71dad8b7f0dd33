package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.cli.Shape.Line;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final List<String> SHOWN =
      """
      run 1: 5 tasks, 2026-05-21..2026-11-20, no limit
      class  instruments  stored
      ETFs             5     640
      2026-05-21..2026-11-20: 17 calls, 31.1 kB, 640 rows, 2.1 s
      run 1 complete: every expected session is stored
      """
          .lines()
          .toList();

  private static List<Line> printed(String... lines) {
    return Stream.of(lines)
        .map(line ->
            line.startsWith("! ") ? new Line(line.substring(2), true) : new Line(line, false))
        .toList();
  }

  @Test
  void numbersDatesSizesDurationsAndRowsAreNoDifference() {
    assertThat(
            Shape.difference(
                SHOWN,
                printed(
                    "! database 127.0.0.1:31851/tickstock as tickstock",
                    "! run 12: 7 tasks, 2025-01-02..2025-12-31, no limit",
                    "class   instruments  stored",
                    "ETFs              5   1,640",
                    "Stocks            2      20",
                    "2025-01-02..2025-12-31: 170 calls, 3.1 MB, 6,400 rows, 1 min 2 s",
                    "",
                    "run 12 complete: every expected session is stored")))
        .isEmpty();
  }

  @Test
  void anotherColumnAnotherWordAndALineMoreAreDifferences() {
    assertThat(
            Shape.difference(
                List.of("class  stored", "ETFs  5"), printed("class  rows", "ETFs  5")))
        .hasValue("shown: \"class  stored\", printed: \"class  rows\"");
    assertThat(Shape.difference(List.of("done 5"), printed("ended 5")))
        .hasValue("shown: \"done #\", printed: \"ended #\"");
    assertThat(Shape.difference(List.of("done 5"), printed("done 5", "and more")))
        .hasValue("printed and not shown: and more");
    assertThat(Shape.difference(List.of("done 5", "and more"), printed("done 5")))
        .hasValue("nothing like this line is printed: and more");
  }

  @Test
  void whatIsLeftOutStandsAsDots() {
    assertThat(Shape.difference(List.of("a", "…", "z"), printed("a", "b", "c", "z"))).isEmpty();
    assertThat(
            Shape.difference(
                List.of("id  state  …", "1   done   …"), printed("id  state  rows", "1  done  5")))
        .isEmpty();
    assertThat(Shape.difference(List.of("a", "…"), printed("a", "b"))).isEmpty();
  }

  @Test
  void ofATableOfFactsTheirNamesCount() {
    assertThat(
            Shape.difference(
                List.of("fact  value", "now  noon"), printed("fact   value", "now    midnight")))
        .isEmpty();
    assertThat(
            Shape.difference(
                List.of("fact  value", "now  noon"), printed("fact   value", "then   noon")))
        .isPresent();
  }
}
