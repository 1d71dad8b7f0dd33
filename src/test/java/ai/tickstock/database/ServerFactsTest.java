package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.ServerFacts.Fact;
import ai.tickstock.database.ServerFacts.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServerFactsTest {
  @Test
  void warnsOfAServerThatCanLoseData() {
    var facts = facts(Clock.systemUTC());

    for (var name : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
      assertThat(facts.get(name).verdict()).isEqualTo(Verdict.WARN);
      assertThat(facts.get(name).advice()).contains("power cut");
    }
  }

  @Test
  void saysWhatTheServerIs() {
    var facts = facts(Clock.systemUTC());

    assertThat(facts.get("version").value()).startsWith("17.");
    assertThat(facts.get("data_checksums").value()).isEqualTo("on");
    assertThat(facts.get("data directory").value()).endsWith("/postgresql/data");
    assertThat(facts.get("database size").value()).matches("\\d+ [kM]B");
    assertThat(facts.get("free disk").value()).endsWith("GiB");
    assertThat(facts.get("TimescaleDB").value()).startsWith("absent");
    assertThat(facts.get("max_connections").value()).isEqualTo("60");
    assertThat(facts.get("pending restart").value()).isEqualTo("none");
    assertThat(facts.get("version").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void warnsWhenTheClocksDiffer() {
    var ahead = facts(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1))).get("clock skew");

    assertThat(ahead.verdict()).isEqualTo(Verdict.WARN);
    assertThat(ahead.value()).startsWith("+3");
    assertThat(facts(Clock.systemUTC()).get("clock skew").verdict()).isEqualTo(Verdict.OK);
  }

  private static Map<String, Fact> facts(Clock clock) {
    try (var database = TestPostgres.migrated()) {
      return ServerFacts.of(database, clock).stream()
          .collect(Collectors.toMap(Fact::name, Function.identity()));
    }
  }
}
