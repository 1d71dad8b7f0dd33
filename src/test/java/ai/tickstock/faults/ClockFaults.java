package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Clocks that jump, and nights in which they are put forward and back.
final class ClockFaults {
  private static final int LATENCY_MILLIS = 60;

  private ClockFaults() {}

  static String ahead(Arena.Plan plan) {
    return jump(plan, Duration.ofHours(1));
  }

  static String back(Arena.Plan plan) {
    return jump(plan, Duration.ofHours(-1));
  }

  private static String jump(Arena.Plan plan, Duration by) {
    try (var arena = plan.on(Workload.DAYS).slow(LATENCY_MILLIS).open()) {
      var load = arena.begin();
      arena.awaitMiddle();
      arena.setTime(arena.now().plus(by));
      var ended = arena.end(load);
      assertThat(ended.exit()).as(ended.said()).isZero();
      arena.requireSameLedger();
      return "jumped by %s in the middle; %s".formatted(by, arena.exits());
    }
  }

  /// To the program it is the same whether the database's clock goes ahead or all times that it has
  /// written go back.
  static String databaseAhead(Arena.Plan plan) throws IOException, InterruptedException {
    return databaseJump(plan, "- interval '1 hour'");
  }

  static String databaseBack(Arena.Plan plan) throws IOException, InterruptedException {
    return databaseJump(plan, "+ interval '1 hour'");
  }

  private static String databaseJump(Arena.Plan plan, String by)
      throws IOException, InterruptedException {
    try (var arena = plan.on(Workload.DAYS).slow(300).open()) {
      var process = arena.start(arena.workload().command());
      arena.await(
          "tasks in hand",
          () ->
              arena.number("SELECT count(*) FROM load_task WHERE state = 'done'") > 0
                  && arena.number("SELECT count(*) FROM load_task WHERE state = 'leased'") >= 3);
      arena.execute(
          "UPDATE load_task SET lease_until = lease_until %s, not_before = not_before %s WHERE state IN ('leased', 'ready')"
              .formatted(by, by));
      arena.execute(
          """
          UPDATE rate_limit SET paused_until = paused_until %s, changed_at = changed_at %s,
            recent = (SELECT coalesce(array_agg(r.start %s ORDER BY r.start), '{}') FROM unnest(recent) AS r (start))
          """
              .formatted(by, by, by));
      var other = arena.load();
      var first = arena.end(process);
      assertThat(first.exit()).as(first.said()).isZero();
      assertThat(other.exit()).as(other.said()).isZero();
      arena.requireSameLedger();
      return "all leases moved by an hour while two processes loaded; " + arena.exits();
    }
  }

  static String spring(Arena.Plan plan) throws Exception {
    return acrossTheChange(
        plan, Workload.SPRING, "2026-03-08T06:59:59Z", "2026-03-06", "2026-03-16T12:00:00Z");
  }

  static String autumn(Arena.Plan plan) throws Exception {
    return acrossTheChange(
        plan, Workload.AUTUMN, "2025-11-02T05:59:59Z", "2025-10-31", "2025-11-10T13:00:00Z");
  }

  /// Once in the night of the change, once a week later, on a machine in New York.
  private static String acrossTheChange(
      Arena.Plan plan, Workload workload, String night, String friday, String later)
      throws Exception {
    try (var arena = plan.on(workload).open()) {
      arena.setTime(Instant.parse(night));
      for (var zone : new String[] {"America/New_York", "Pacific/Apia"}) {
        try (var process = arena.start(workload.commandUntil(friday), "-Duser.timezone=" + zone)) {
          var ended = arena.end(process);
          assertThat(ended.exit()).as(ended.said()).isZero();
        }
      }
      arena.setTime(Instant.parse(later));
      try (var process = arena.start(workload.command(), "-Duser.timezone=America/New_York")) {
        assertThat(arena.end(process).exit()).isZero();
      }
      arena.setTime(Arena.MONDAY);
      int runs = arena.loadUntilWhole(2);
      arena.requireSame();
      assertThat(
              arena.rows(
                  """
                  SELECT m.session, m.instrument_id FROM minute_session m
                  WHERE m.regular_bars <> (
                    SELECT count(*) FROM bar_minute b
                    WHERE b.instrument_id = m.instrument_id
                      AND (b.start AT TIME ZONE 'America/New_York')::date = m.session
                      AND (b.start AT TIME ZONE 'America/New_York')::time >= '09:30'
                      AND (b.start AT TIME ZONE 'America/New_York')::time < '16:00')
                  """))
          .isEmpty();
      return "%d loads in that night and later, in other zones; %s"
          .formatted(3 + runs, arena.exits());
    }
  }
}
