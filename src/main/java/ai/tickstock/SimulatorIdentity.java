package ai.tickstock;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a simulator of ours says about itself, so that no fact of a synthetic market enters a database of real ones. Asked only on this
/// machine: the vendor itself is never asked who it is.
///
/// @param market `synthetic` or `data`
record SimulatorIdentity(String market, long seed) {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  boolean isSynthetic() {
    return market.equals("synthetic");
  }

  /// @return empty if the address is not on this machine or no simulator of ours answers there
  static Optional<SimulatorIdentity> at(URI base) {
    if (!SettingForm.isLoopback(base)) {
      return Optional.empty();
    }
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(base.resolve("/_sim/identity")).timeout(PATIENCE).build(), BodyHandlers.ofString());
      var json = JsonMapper.builder().build().readTree(answer.body());
      return answer.statusCode() == 200 && json.path("simulator").asString("").equals("tickstock")
          ? Optional.of(new SimulatorIdentity(json.path("market").asString(""), json.path("seed").asLong(0)))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
