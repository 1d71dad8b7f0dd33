package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.cli.Program.SimulateOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorCommandTest {
  private static final Clock SATURDAY =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void startsAtTheAskedInstantOfTheSimulatedClock() throws Exception {
    var asked =
        asked(
            Optional.empty(), Optional.of(Instant.parse("2026-03-09T21:00:00Z")), Optional.empty());
    try (var simulator = SimulatorCommand.start(asked, settings(), SATURDAY)) {
      assertThat(simulator.clock().instant()).isEqualTo("2026-03-09T21:00:00Z");
    }
  }

  @Test
  void writesTheAnswerKeyBeforeItServes() throws Exception {
    var file = folder.resolve("truth.json");
    var asked = asked(Optional.empty(), Optional.empty(), Optional.of(file));
    try (var simulator = SimulatorCommand.start(asked, settings(), SATURDAY)) {
      assertThat(simulator.calls()).isZero();
      assertThat(Files.readString(file)).startsWith("{\"market\":\"synthetic\",\"seed\":7,\n");
    }
    var elsewhere =
        asked(Optional.empty(), Optional.empty(), Optional.of(folder.resolve("no/truth.json")));
    assertThatThrownBy(() -> SimulatorCommand.start(elsewhere, settings(), SATURDAY).close())
        .isInstanceOf(SimulatorCommand.SimulatorRefused.class)
        .hasMessageContaining("cannot write the answer key");
  }

  @Test
  void refusesAnInstantOutsideTheCalendar() {
    var asked =
        asked(
            Optional.empty(), Optional.of(Instant.parse("1980-01-02T00:00:00Z")), Optional.empty());
    assertThatThrownBy(() -> SimulatorCommand.start(asked, settings(), SATURDAY).close())
        .isInstanceOf(SimulatorCommand.SimulatorRefused.class)
        .hasMessageContaining("not 1980-01-02T00:00:00Z");
  }

  @Test
  void theAskedCallsAMinuteReplaceThePlansOwnLimit() throws Exception {
    assertThat(statuses(Optional.of(2), 4)).containsExactly(200, 200, 429, 429);
    assertThat(statuses(Optional.empty(), 6)).containsExactly(200, 200, 200, 200, 200, 429);
  }

  private Settings settings() {
    return Settings.load(
        Optional.empty(), Map.of("TICKSTOCK_HOME", folder.resolve("home").toString()), folder);
  }

  private static SimulateOptions asked(
      Optional<Integer> callsPerMinute, Optional<Instant> at, Optional<Path> truth) {
    return new SimulateOptions(
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.of(7L),
        "basic",
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        callsPerMinute,
        "sliding",
        at,
        truth,
        false);
  }

  private List<Integer> statuses(Optional<Integer> callsPerMinute, int calls)
      throws IOException, InterruptedException {
    var statuses = new ArrayList<Integer>();
    try (var simulator =
            SimulatorCommand.start(
                asked(callsPerMinute, Optional.empty(), Optional.empty()), settings(), SATURDAY);
        var http = HttpClient.newHttpClient()) {
      var question =
          HttpRequest.newBuilder(
                  URI.create(simulator.uri() + "/v3/reference/tickers/types?apiKey=any"))
              .build();
      for (int i = 0; i < calls; i++) {
        statuses.add(http.send(question, BodyHandlers.discarding()).statusCode());
      }
    }
    return statuses;
  }
}
