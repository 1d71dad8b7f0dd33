package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.cli.Program.SimulateOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
  void theAskedCallsAMinuteReplaceThePlansOwnLimit() throws Exception {
    assertThat(statuses(Optional.of(2), 4)).containsExactly(200, 200, 429, 429);
    assertThat(statuses(Optional.of(0), 7)).containsOnly(200);
    assertThat(statuses(Optional.empty(), 6)).containsExactly(200, 200, 200, 200, 200, 429);
  }

  private List<Integer> statuses(Optional<Integer> callsPerMinute, int calls)
      throws IOException, InterruptedException {
    var asked =
        new SimulateOptions(
            0,
            Optional.empty(),
            Optional.of(7L),
            "basic",
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            callsPerMinute);
    var settings =
        Settings.load(
            Optional.empty(), Map.of("TICKSTOCK_HOME", folder.resolve("home").toString()), folder);
    var statuses = new ArrayList<Integer>();
    try (var simulator = SimulatorCommand.start(asked, settings, SATURDAY);
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
