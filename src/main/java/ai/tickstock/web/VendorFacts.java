package ai.tickstock.web;

import ai.tickstock.load.VendorPlans;
import ai.tickstock.load.VendorStanding;
import ai.tickstock.market.BarInterval;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How the vendor is asked, what it refuses, and what its plan includes.
///
/// @param limit in words
/// @param wishedPerSecond the operator's wish below the limit; 0: none
/// @param wishedPerDay the same for a date in New York
/// @param reservedPercent of the limit, left to others by work in the background in trading hours
/// @param refusals how often the vendor said 429 to this process since it was started
/// @param pace of all processes; empty while none that shares the limit has asked
/// @param period days of which the figures of loads are
/// @param probedAt when the plan was asked for as a whole
record VendorFacts(
    String vendor,
    String limit,
    int wishedPerSecond,
    int wishedPerDay,
    int reservedPercent,
    long refusals,
    Optional<Pace> pace,
    int period,
    List<Day> days,
    List<Failure> failures,
    List<Wait> waits,
    Optional<Instant> probedAt,
    List<Included> plan,
    List<Change> planChanges) {
  private static final int PERIOD = 7;
  private static final int CHANGES = 20;

  record Pace(
      int configured,
      int current,
      Duration per,
      boolean lowered,
      Optional<Instant> pausedUntil,
      int inLastSecond,
      int inLastWindow,
      int inBackground,
      int today,
      Optional<Instant> latest) {
    int percent() {
      return Math.min(100, 100 * inLastWindow / configured);
    }

    String window() {
      return per.equals(Duration.ofMinutes(1))
          ? "minute"
          : per.equals(Duration.ofSeconds(1)) ? "second" : Words.time(per);
    }
  }

  record Day(LocalDate day, long calls, long failedCalls, long unresolved) {}

  record Failure(
      String kind, long tasks, long unresolved, Optional<Instant> latest, String detail) {}

  record Wait(String kind, Duration time) {}

  /// @param found `included`, `refused`, `unknown`, or a value
  record Included(String what, String found, String evidence) {}

  record Change(Instant at, String what, String before, String now) {}

  static VendorFacts of(ConsoleProgram program) {
    var budget = program.budget();
    var plans = VendorPlans.postgres(program.database());
    var plan = plans.read(program.vendor());
    var standing = VendorStanding.of(program.database(), program.vendor(), PERIOD);
    return new VendorFacts(
        program.vendor(),
        program.pace(),
        budget.aSecond(),
        budget.aDay(),
        (int) Math.round(100 * program.reserve()),
        program.refusals(),
        standing.pace().map(VendorFacts::pace),
        PERIOD,
        standing.days().stream()
            .map(day -> new Day(day.day(), day.calls(), day.failedCalls(), day.unresolved()))
            .toList(),
        standing.failures().stream()
            .map(one ->
                new Failure(one.kind(), one.tasks(), one.unresolved(), one.latest(), one.detail()))
            .toList(),
        standing.waits().stream().map(one -> new Wait(one.kind(), one.time())).toList(),
        plan.probedAt(),
        included(plan, program.clock().instant()),
        plans.changes(program.vendor(), CHANGES).stream()
            .map(one ->
                new Change(
                    one.at(), one.change().what(), one.change().before(), one.change().now()))
            .toList());
  }

  /// What is known. Before a probe that is only what was refused: that a load met no limit says how
  /// far it asked, not how far the plan goes.
  static List<Included> included(PlanFacts plan, Instant now) {
    boolean isProbed = plan.probedAt().isPresent();
    var edges =
        Arrays.stream(BarInterval.values())
            .flatMap(interval -> plan.edge(interval).stream())
            .filter(edge -> isProbed || edge.lastRefused().isPresent())
            .map(edge ->
                new Included(
                    "history of " + edge.interval().word() + " bars",
                    edge.depth(),
                    edge.evidence(now)));
    if (!isProbed) {
      return edges.toList();
    }
    var endpoints =
        plan.endpoints().stream()
            .map(one -> new Included(one.endpoint().words(), Words.of(one.verdict()), one.said()));
    var described = plan.described();
    var others =
        Stream.of(
            new Included("delay", described.getOrDefault("delay", "unknown"), plan.delayEvidence()),
            new Included(
                "fair market value", described.getOrDefault("fair market value", "unknown"), ""));
    return Stream.of(endpoints, edges, others).flatMap(all -> all).toList();
  }

  /// Whether this process asks as fast as it can.
  boolean isUnlimited() {
    return limit.equals(RateLimit.UNLIMITED);
  }

  private static Pace pace(VendorStanding.Pace pace) {
    return new Pace(
        pace.configured().calls(),
        pace.current().calls(),
        pace.configured().per(),
        pace.isLowered(),
        pace.pausedUntil(),
        pace.inLastSecond(),
        pace.inLastWindow(),
        pace.inBackground(),
        pace.today(),
        pace.latest());
  }
}
