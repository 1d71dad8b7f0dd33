package ai.tickstock.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// One channel an event, and the payloads that readers rely on: `events/EVENT.json`, each the whole
/// envelope.
class EventsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/ai/tickstock/notify/events");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @CsvSource({
    "symbols.new, tickstock.automation.symbols.new",
    "symbols.changed, tickstock.automation.symbols.changed",
    "symbols.archived, tickstock.automation.symbols.archived",
    "backfill.started, tickstock.automation.backfill.started",
    "backfill.retry, tickstock.automation.backfill.retry",
    "backfill.progress, tickstock.automation.backfill.progress",
    "backfill.completed, tickstock.automation.backfill.completed",
    "universe.updated, tickstock.universe.updated",
    "eod.completion, tickstock:eod:completion",
    "quality.data_gap, tickstock.quality.data_gap",
    "quality.price_anomaly, tickstock.quality.price_anomaly",
    "cache.sync_complete, tickstock.cache.sync_complete",
    "schedule.moved, tickstock.market.schedule_notification",
    "notices.test, tickstock.notices.test"
  })
  void everyEventHasTheChannelThatItsReadersKnow(String event, String channel) {
    assertThat(EventChannels.of(event)).isEqualTo(channel);
  }

  static Stream<Path> goldens() throws IOException {
    return Files.list(GOLDEN).sorted();
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void anEnvelopeIsAsItsGoldenFile(Path file) throws IOException {
    var golden = JSON.readTree(Files.readString(file));
    var event = file.getFileName().toString().replace(".json", "");
    var envelope =
        new Envelope(
            UUID.fromString("7d1a3c5e-0000-4000-8000-000000000001"),
            event,
            Instant.parse("2025-07-08T20:15:00.123456Z"),
            "tickstock-data",
            golden.get("payload").toString());

    assertThat(JSON.readTree(envelope.json())).isEqualTo(golden);
    assertThat(golden.propertyNames())
        .containsExactly("event", "timestamp", "source", "version", "id", "payload");
  }
}
