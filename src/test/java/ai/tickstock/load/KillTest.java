package ai.tickstock.load;

import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.simulator.BarAnswer;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A load that is killed again and again ends as one that was left in peace.
class KillTest {
  private static final DateRange TWO_YEARS = range("2024-06-17", "2026-06-12");
  private static final DateRange QUARTER = range("2026-03-02", "2026-06-12");
  private static final int CONCURRENCY = 3;

  @Test
  void aLoadKilledAFewTimesEndsAsOneInPeace() throws Exception {
    assertEqualAfterKills(Integer.getInteger("tickstock.kills", 4), 40, BarInterval.DAY, TWO_YEARS);
  }

  @Test
  @Tag("faults")
  void aLoadKilledTwentyTimesEndsAsOneInPeace() throws Exception {
    assertEqualAfterKills(20, 80, BarInterval.DAY, TWO_YEARS);
  }

  @Test
  @Tag("faults")
  void aLoadOfMinutesKilledTenTimesEndsAsOneInPeace() throws Exception {
    assertEqualAfterKills(10, 40, BarInterval.MINUTE, QUARTER);
  }

  private static void assertEqualAfterKills(
      int kills, int instruments, BarInterval interval, DateRange dates) throws Exception {
    var tickers = Names.liquid(Workbench.MARKET, dates, instruments);
    var leftOut =
        FaultRule.of(FaultKind.DROPPED_BAR)
            .withProbability(0.000_4)
            .withAnswers(Set.of(BarAnswer.AGGREGATES));
    try (var bench =
            Workbench.open(
                Workbench.MARKET,
                options ->
                    options.withLatency(Duration.ofMillis(250)).withFaults(List.of(leftOut)));
        var killed = Database.connect(TestPostgres.address(), 4)) {
      var clean = bench.load(symbols(interval, dates, tickers.toArray(String[]::new)));
      assertThat(clean.isWhole()).isTrue();
      long cleanCalls = barCalls(bench.vendor().uri());

      var random = new Random(4);
      long inHand = 0;
      int killedInWork = 0;
      for (int kill = 0; kill < kills; kill++) {
        try (var process = start(bench, killed, interval, dates, tickers)) {
          assertThat(process.says("run 1")).isTrue();
          Thread.sleep(50 + random.nextInt(900));
          killedInWork += process.isAlive() ? 1 : 0;
          process.kill();
        }
        inHand +=
            killed.read(handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM load_task WHERE state = 'leased' AND worker_id = (SELECT max(id) FROM load_worker)")
                    .mapTo(Long.class)
                    .one());
      }
      try (var process = start(bench, killed, interval, dates, tickers)) {
        var said = process.rest();
        assertThat(process.end()).as(said).isZero();
        assertThat(said).contains("result Finished");
      }

      assertThat(killedInWork).isGreaterThan(kills / 2);
      for (var table : FinalTables.ALL) {
        var unlike = new ArrayList<>(Workbench.rows(killed, table));
        var wanted = bench.rows(table);
        assertThat(wanted).as(table).hasSameSizeAs(unlike);
        unlike.removeAll(new HashSet<>(wanted));
        assertThat(unlike).as(table).isEmpty();
      }
      assertThat(Workbench.rows(killed, "SELECT DISTINCT state FROM load_task"))
          .containsExactly("(done)");
      assertThat(Workbench.rows(killed, "SELECT state FROM load_run"))
          .containsExactly("(complete)");
      long calls = barCalls(bench.vendor().uri()) - cleanCalls;
      System.err.println(
          "killed "
              + killedInWork
              + " times in work: "
              + cleanCalls
              + " calls in peace, "
              + calls
              + " with kills, "
              + inHand
              + " tasks in hand at the kills");
      assertThat(calls).isBetween(cleanCalls, cleanCalls + inHand);
    }
  }

  private static LoadProcess start(
      Workbench bench, Database into, BarInterval interval, DateRange dates, List<String> tickers)
      throws Exception {
    return LoadProcess.start(
        into.address(), bench.vendor().uri(), CONCURRENCY, interval, dates, tickers);
  }

  /// Calls for bars so far, by symbol and by session.
  private static long barCalls(URI vendor) throws Exception {
    var connection = (HttpURLConnection) vendor.resolve("/_sim/stats").toURL().openConnection();
    try (var body = connection.getInputStream()) {
      var calls = JsonMapper.builder().build().readTree(body).path("calls");
      return calls.properties().stream()
          .filter(endpoint -> endpoint.getKey().contains("aggs"))
          .mapToLong(endpoint -> endpoint.getValue().asLong())
          .sum();
    }
  }
}
