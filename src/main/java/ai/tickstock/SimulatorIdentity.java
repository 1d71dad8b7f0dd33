package ai.tickstock;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a simulator of ours says about itself, so that no fact of a synthetic market enters a
/// database of real ones. Asked only on this machine: the vendor itself is never asked who it is.
///
/// @param market `synthetic`, `scenario` or `data`
/// @param scenario name and parameters in one line; empty for other markets
record SimulatorIdentity(String market, long seed, String scenario) {
  private static final int PATIENCE_MILLIS = 3_000;

  boolean isSynthetic() {
    return market.equals("synthetic");
  }

  /// @return empty if the address is not on this machine or no simulator of ours answers there
  static Optional<SimulatorIdentity> at(URI base) {
    if (!SettingForm.isLoopback(base)) {
      return Optional.empty();
    }
    try {
      // Not java.net.http: the vendor's adapter sets it up for itself before its first use.
      var connection = (HttpURLConnection) base.resolve("/_sim/identity").toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      try (var body = connection.getInputStream()) {
        var json = JsonMapper.builder().build().readTree(body);
        return json.path("simulator").asString("").equals("tickstock")
            ? Optional.of(
                new SimulatorIdentity(
                    json.path("market").asString(""),
                    json.path("seed").asLong(0),
                    json.path("scenario").asString("")))
            : Optional.empty();
      }
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }
}
