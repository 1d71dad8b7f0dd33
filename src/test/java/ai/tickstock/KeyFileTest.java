package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The vendor's key is changed while the program runs.
class KeyFileTest {
  @TempDir private Path folder;
  private final List<String> seen = new ArrayList<>();

  private Path write(String key, int second) throws IOException {
    var file = Files.writeString(folder.resolve("key"), key + "\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000 + second)));
    return file;
  }

  @Test
  void aRunningConnectionAsksWithTheNewKeyAndTheOldOneStaysHidden() throws Exception {
    var calendar = TradingCalendar.nyse();
    var options =
        SimulatorOptions.over(new SyntheticMarket(42, calendar), calendar, Clock.systemUTC())
            .withKeys(Map.of("new-key", PlanProfile.ADVANCED));
    var key = new KeyFile(write("revoked-key", 1), new Secret("revoked-key"), seen::add);
    try (var server = SimulatorServer.start(options);
        var provider =
            MassiveProvider.connect(
                MassiveSettings.of(server.uri(), new ApiKey(key::present)),
                RateLimiter.local(RateLimit.perSecond(1_000), Clock.systemUTC()),
                Clock.systemUTC())) {
      assertThat(provider.types())
          .isInstanceOfSatisfying(
              Answer.Failed.class,
              failed ->
                  assertThat(failed.failure().kind()).isEqualTo(ProviderFailure.Kind.KEY_REFUSED));

      write("new-key", 2);

      assertThat(provider.types()).isInstanceOf(Answer.Given.class);
      assertThat(seen).containsExactly("new-key");
    }
  }

  @Test
  void whileTheFileCannotBeUsedTheKeyBeforeIs() throws IOException {
    var key = new KeyFile(write("first", 1), new Secret("first"), seen::add);
    write("not one word", 2);
    assertThat(key.present()).isEqualTo("first");
    Files.delete(folder.resolve("key"));
    assertThat(key.present()).isEqualTo("first");
    write("second", 3);
    assertThat(key.present()).isEqualTo("second");
  }
}
