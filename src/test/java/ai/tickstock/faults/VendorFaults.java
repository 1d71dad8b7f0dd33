package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.load.FinalTables;
import ai.tickstock.market.DateRange;
import ai.tickstock.simulator.BarAnswer;
import ai.tickstock.simulator.CorrectionTime;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The vendor misbehaves, in the ways that the simulator knows.
final class VendorFaults {
  private static final int ROWS_OF_A_PAGE = 50_000;
  private static final String BARS = "/v2/aggs/ticker/*";

  /// What the vendor must have stopped doing before this many loads, each a month after the one
  /// before, so that what was refused or left out is asked for again.
  private static final int MOST_RUNS = 3;

  private static final String CLOSES =
      "SELECT instrument_id, close, volume FROM bar_daily WHERE session = DATE '2026-06-12' ORDER BY 1";

  private VendorFaults() {}

  static FaultRule calls(FaultKind kind, double share) {
    return FaultRule.of(kind).withEndpoint(BARS).withProbability(share);
  }

  static FaultRule bars(FaultKind kind, double share) {
    return FaultRule.of(kind).withProbability(share);
  }

  /// The load ends whole while the vendor goes on so.
  static Experiment overcome(Workload workload, FaultRule... rules) {
    return plan -> {
      try (var arena = plan.on(workload).open()) {
        strike(arena, rules);
        var ended = arena.load();
        assertThat(ended.exit()).as(ended.said()).isZero();
        long struck = requireStruck(arena);
        arena.requireSame();
        return "struck %d times; whole all the same; %s".formatted(struck, arena.exits());
      }
    };
  }

  /// What the load stores while the vendor does so is true, the rest is not called complete; when
  /// the vendor is well again it becomes whole.
  static Experiment honest(Workload workload, FaultRule... rules) {
    return plan -> {
      try (var arena = plan.on(workload).open()) {
        strike(arena, rules);
        var ended = arena.load();
        long struck = requireStruck(arena);
        arena.faults();
        int runs = 0;
        for (boolean whole = ended.exit() == 0; !whole; ) {
          arena.setTime(arena.now().plus(Duration.ofDays(32)));
          whole = arena.load().exit() == 0;
          assertThat(++runs)
              .as("loads with a vendor that is well: %s", arena.exits())
              .isLessThanOrEqualTo(MOST_RUNS);
        }
        arena.requireSame();
        var became =
            ended.exit() == 0
                ? "whole all the same"
                : "not called complete, whole after %d more".formatted(runs);
        return "struck %d times; %s; %s".formatted(struck, became, arena.exits());
      }
    };
  }

  /// As `overcome`, of answers with several pages.
  static Experiment overcomePaged(FaultRule rule) {
    return plan -> {
      try (var arena = plan.on(Workload.PAGES).open()) {
        strike(arena, rule);
        var ended = arena.load();
        assertThat(ended.exit()).as(ended.said()).isZero();
        requireStruck(arena);
        arena.requireSame();
        long rows = arena.number("SELECT max(rows) FROM load_task");
        assertThat(rows).as("rows of one answer").isGreaterThan(ROWS_OF_A_PAGE);
        return "%d rows in pages of %d, %d repeated ones kept once; %s"
            .formatted(
                rows,
                ROWS_OF_A_PAGE,
                arena.number("SELECT sum(repeats) FROM load_task"),
                arena.exits());
      }
    };
  }

  /// What is stored is true, what came spoilt lies in quarantine, and its cells are not called
  /// complete, also not when the vendor is well again: a person loads them from a file.
  static Experiment quarantined(FaultRule rule) {
    return plan -> {
      try (var arena = plan.on(Workload.DAYS).open()) {
        strike(arena, rule);
        var ended = arena.load();
        assertThat(ended.exit()).as(ended.said()).isEqualTo(3);
        requireStruck(arena);
        arena.oracle().requireNothingWrong(arena.database());
        long rejected =
            arena.number("SELECT count(DISTINCT (instrument_id, session)) FROM bar_quarantine");
        long stored = arena.number("SELECT count(*) FROM bar_daily");
        arena.faults();
        arena.setTime(arena.now().plus(Duration.ofDays(32)));
        assertThat(arena.load().exit()).isEqualTo(3);
        arena.oracle().requireNothingWrong(arena.database());
        arena.requireSecret();
        long sessions = Workload.CALENDAR.sessions(arena.workload().range()).size();
        assertThat(stored + rejected).isEqualTo(sessions * arena.workload().tickers().size());
        return "%d bars stored, %d cells rejected; %s".formatted(stored, rejected, arena.exits());
      }
    };
  }

  private static void strike(Arena arena, FaultRule... rules) {
    long seed = arena.random().nextLong(1_000_000);
    arena.setting("TICKSTOCK_VENDOR_REQUEST_TIMEOUT", "2s");
    // With the second and third call, so that whatever the seed some are struck.
    arena.faults(
        Arrays.stream(rules)
            .map(rule -> rule.withSeed(seed))
            .flatMap(rule ->
                rule.endpoint().equals(BARS) && rule.probability() < 1
                    ? Stream.of(rule, rule.withProbability(1).withCalls(2, 3))
                    : Stream.of(rule))
            .toArray(FaultRule[]::new));
  }

  private static long requireStruck(Arena arena) {
    long struck = arena.struck();
    assertThat(struck).as("calls and rows that the fault struck").isPositive();
    return struck;
  }

  /// Values that change after they were served first, in the evening of their session.
  static String revised(Arena.Plan plan) throws Exception {
    var range = DateRange.of(LocalDate.parse("2026-06-12"));
    try (var arena = plan.on(Workload.DAYS).open();
        var undisturbed = plan.on(Workload.DAYS).open()) {
      var corrected =
          FaultRule.of(FaultKind.REVISED_BARS)
              .withSeed(arena.random().nextLong(1_000_000))
              .withSessions(range)
              .withAfter(CorrectionTime.of("PT1H"));
      arena.faults(corrected);
      arena.setTime(Instant.parse("2026-06-12T21:30:00Z"));
      arena.prepare(arena.workload().command());
      var first = arena.rows(CLOSES);
      arena.setTime(Arena.MONDAY);
      arena.prepare(arena.workload().command());
      undisturbed.faults(corrected);
      undisturbed.prepare(undisturbed.workload().command());

      assertThat(FinalTables.read(arena.database(), FinalTables.OF_READERS))
          .isEqualTo(FinalTables.read(undisturbed.database(), FinalTables.OF_READERS));
      assertThat(arena.rows(CLOSES)).isNotEqualTo(first);
      arena.requireSecret();
      return "%d provisional bars replaced by corrected ones; %s"
          .formatted(first.size(), arena.exits());
    }
  }

  /// Bars are stored as they were traded, whatever is said about splits.
  static Experiment wrongSplits(FaultKind kind) {
    return plan -> {
      try (var arena = plan.on(Workload.SPLITS).open()) {
        arena.faults(FaultRule.of(kind));
        arena.prepare(arena.workload().command());
        long struck = requireStruck(arena);
        arena.oracle().requireSameBars(arena.database());
        arena.prepare(scan(arena.workload()));
        var flagged =
            arena.rows("SELECT DISTINCT rule FROM quality_finding WHERE rule LIKE 'split%'");
        assertThat(flagged).isNotEmpty();
        arena.faults();
        arena.setTime(arena.now().plus(Duration.ofDays(2)));
        // With sessions more, so that splits are asked for again.
        arena.prepare(arena.workload().commandUntil("2026-06-16"));
        arena.oracle().requireSameSplits(arena.database());
        arena.requireSecret();
        return "struck %d times; flagged %s; corrected by a later load; %s"
            .formatted(struck, flagged, arena.exits());
      }
    };
  }

  private static List<String> scan(Workload workload) {
    var range = workload.range();
    return List.of(
        "quality",
        "scan",
        "--symbols",
        String.join(",", workload.tickers()),
        "--from",
        range.first().toString(),
        "--to",
        range.last().toString());
  }

  static FaultRule droppedBars(double share, BarAnswer... answers) {
    return bars(FaultKind.DROPPED_BAR, share).withAnswers(Set.of(answers));
  }
}
