package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// What a program that reads JSON is told of a command line that means nothing.
class JsonRefusalTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TestProgram program = TestProgram.onNewDatabase();

  @BeforeEach
  void listAapl() {
    program.vendor.lists(Listed.as("AAPL").named("Apple Inc.").row());
  }

  @AfterEach
  void close() {
    program.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "load --universe tach --days 5 --plan | 2 | tach",
        "load --universe tach --days 5        | 2 | tach",
        "load --symbols APPL --days 5         | 2 | APPL",
        "load --symbols , --days 5 --plan     | 2 | --symbols needs at least one ticker",
        "load --symbols AAPL --plan           | 2 | say for which dates",
        "load --days 5 --plan                 | 2 | say what to load",
        "load --days x                        | 2 | --days",
        "coverage --days x                    | 2 | --days",
        "coverage --symbols APPL              | 2 | APPL",
        "coverage accept AAPL --reason x      | 2 | --from",
        "runs show 99                         | 2 | 99",
        "quality findings --sevrity high      | 2 | unknown option '--sevrity'",
        "universe show tach                   | 2 | tach",
        "load --all --from-files /no/where --days 5 --plan | 2 | /no/where",
      })
  void theProblemsAreInTheObjectAndInTheTalk(String words, int exitCode, String problem) {
    var ended = program.line(words + " --json");

    assertThat(ended.exitCode()).isEqualTo(exitCode);
    var object = JSON.readTree(ended.out());
    assertThat(object.path("state").asString()).isEqualTo("misunderstood");
    assertThat(object.path("problems").get(0).asString()).contains(problem);
    assertThat(ended.err()).contains(problem);
    assertThat(program.line(words + " --format=JSON").out()).isEqualTo(ended.out());
    assertThat(program.line(words).out()).isEmpty();
    assertThat(program.line(words + " --format csv").out()).isEmpty();
  }
}
