package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Universes over the whole synthetic market, by the command line.
class UniverseCommandsTest {
  private static final Instant SATURDAY = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;

  @Test
  void theVendorAgreesWithTheMembersOfTheWholeMarketAndNoticesAWrongOne() {
    var address = TestPostgres.address();
    run(address, "symbols", "sync");
    run(address, "universe", "refresh");

    var first = validated(address);
    assertThat(first.path("memberships").asInt()).isGreaterThan(2_000);
    assertThat(first.path("agreement_percent").decimalValue())
        .isGreaterThanOrEqualTo(new BigDecimal("99"));
    assertThat(first.toString()).doesNotContain("\"MSFT\"");

    try (var database = Database.connect(address, 2)) {
      database.useTransaction(h ->
          h.execute(
              """
              INSERT INTO universe_member (universe_id, ticker, valid_from, reason, source)
              SELECT id, 'MSFT', '2026-01-02', 'planted', 'test' FROM universe WHERE key = 'etf_growth'
              """));
    }
    var second = validated(address);
    assertThat(second.path("findings").size()).isEqualTo(first.path("findings").size() + 1);
    assertThat(second.path("findings").toString())
        .contains("{\"universe\":\"etf_growth\",\"symbol\":\"MSFT\",\"finding\":\"type\"");
  }

  @Test
  void olderApplicationsGetTheWholeMarketAndTheSecondNightChangesNothing() {
    var address = TestPostgres.address();
    assertThat(run(address, "symbols", "sync").err()).contains("cache_entries: 55 inserted");
    run(address, "universe", "refresh");

    assertThat(run(address, "universe", "cache", "--write").err())
        .contains("0 inserted, 0 changed, 0 emptied, 55 unchanged, 0 left alone");
    try (var database = Database.connect(address, 2)) {
      var etfs =
          database.read(h ->
              h.createQuery(
                      """
                      SELECT count(DISTINCT etf ->> 'ticker')
                      FROM cache_entries, jsonb_array_elements(value -> 'etfs') AS etf
                      WHERE type = 'etf_universe'
                      """)
                  .mapTo(Integer.class)
                  .one());
      assertThat(etfs).isGreaterThan(200);
    }
  }

  private JsonNode validated(DatabaseAddress address) {
    var ended = run(address, "universe", "validate", "--json");
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
    return JsonMapper.builder().build().readTree(ended.out());
  }

  private record Ended(int exitCode, String out, String err) {}

  private Ended run(DatabaseAddress address, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKSTOCK_HOME", folder.resolve("home").toString());
    environment.put(
        "DATABASE_URL",
        "postgresql://"
            + address.user()
            + ":"
            + address.password()
            + "@"
            + address.jdbcUrl().substring("jdbc:postgresql://".length()));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            arguments,
            environment,
            folder,
            Clock.fixed(SATURDAY, ZoneOffset.UTC),
            new PrintStream(out),
            new PrintStream(err));
    return new Ended(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
