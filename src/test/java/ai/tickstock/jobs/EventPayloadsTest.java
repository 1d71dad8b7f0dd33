package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.listing.RecordedSplits;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Split;
import ai.tickstock.market.Symbol;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Severity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What programs hear of an evening is what the golden files say.
class EventPayloadsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/ai/tickstock/notify/events");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final LocalDate SESSION = LocalDate.parse("2025-07-08");
  private static final Instant AT = Instant.parse("2025-07-08T20:15:00Z");

  @Test
  void aFindingAboutPricesAndTheSummaryAreAsTheirGoldenFiles() throws IOException {
    var events =
        QualityEvents.of(
            SESSION,
            List.of(finding("bad-bar")),
            1,
            Map.of(Severity.HIGH, 1, Severity.LOW, 3),
            2,
            1,
            AT);

    assertThat(events)
        .extracting(StepOutcome.Event::name)
        .containsExactly("quality.price_anomaly", "quality.daily_summary");
    assertThat(events).extracting(StepOutcome.Event::subject).containsExactly("SPY", "2025-07-08");
    for (var event : events) {
      assertThat(payload(event)).isEqualTo(golden(event.name()));
    }
  }

  @Test
  void theEndOfADayIsAsItsGoldenFile() throws IOException {
    var event = EndOfDayEvents.completion(SESSION, "COMPLETE", 23.2, 11_842, 1, "PASSED", AT);
    assertThat(payload(event)).isEqualTo(golden("eod.completion"));
  }

  @Test
  void aGapIsAsItsGoldenFile() throws IOException {
    var event = EndOfDayEvents.gaps(SESSION, List.of(new Symbol("SPY"), new Symbol("QQQ")), AT);
    assertThat(payload(event)).isEqualTo(golden("quality.data_gap"));
  }

  @Test
  void aSplitIsAsItsGoldenFile() throws IOException {
    var split = new Split(SESSION, BigDecimal.ONE, new BigDecimal("4"));
    var event =
        EndOfDayEvents.split(
            new Symbol("SPY"), new RecordedSplits.Recorded(new InstrumentId(1), split), AT);
    assertThat(event.subject()).isEqualTo("SPY");
    assertThat(payload(event)).isEqualTo(golden("corporate_action.split"));
  }

  @Test
  void manyAtOnceAreToldByTheSummaryAndOnlyTheWorstOneByOne() {
    var many = Collections.nCopies(QualityEvents.MOST + 1, finding("volume-spike"));
    var events = QualityEvents.of(SESSION, many, 20_000, Map.of(Severity.LOW, 20_000), 0, 0, AT);

    assertThat(events).hasSize(QualityEvents.MOST + 1);
    assertThat(payload(events.getLast()).at("/details/new").asInt()).isEqualTo(20_000);
  }

  @Test
  void whatHasNoNameAmongTheAlertsIsInTheSummaryAlone() {
    var events =
        QualityEvents.of(
            SESSION, List.of(finding("recycled-ticker")), 1, Map.of(Severity.HIGH, 1), 0, 0, AT);
    assertThat(events)
        .singleElement()
        .satisfies(event -> assertThat(event.name()).isEqualTo("quality.daily_summary"));
  }

  private static Finding finding(String rule) {
    var day = LocalDate.parse("2025-07-07");
    return new Finding(
        17,
        rule,
        Optional.of(new InstrumentId(1)),
        "SPY",
        day,
        day,
        1,
        Severity.HIGH,
        Finding.State.OPEN,
        "close 6251.10 between 622.04 and 624.81",
        "{}",
        AT,
        AT,
        Optional.empty());
  }

  private static JsonNode payload(StepOutcome.Event event) {
    return JSON.readTree(JSON.writeValueAsString(event.payload()));
  }

  private static JsonNode golden(String event) throws IOException {
    return JSON.readTree(Files.readString(GOLDEN.resolve(event + ".json"))).get("payload");
  }
}
