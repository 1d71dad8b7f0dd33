package ai.tickstock.simulator;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a simulator is started.
///
/// @param port TCP port, 0 for any free one
/// @param bind address to listen on
/// @param market what is true; the simulator shows the published part of it
/// @param clock real time: what the simulated now follows until it is driven, and the pace of the
///   rate limits
/// @param startAt where the simulated now starts instead; it runs on from there
/// @param plan what a key may do that `keys` does not name
/// @param keys the only keys that are accepted, with their plans; empty accepts every key
/// @param secrets what requests for flat files are signed with, by key; the key itself where none
///   is given
/// @param latency added to every answer
/// @param retryAfter whether a 429 says when to come back
/// @param refusesEarlyStart whether a range that starts before the plan's history is refused as a
///   whole; otherwise its older part is missing
/// @param faults switched on from the start
/// @param limiter over which minute calls are counted
/// @param remembers whether an answer is made once and given again as it was, whatever the clock
///   says by then
public record SimulatorOptions(
    int port,
    String bind,
    Market market,
    TradingCalendar calendar,
    InstantSource clock,
    Optional<Instant> startAt,
    PlanProfile plan,
    Map<String, PlanProfile> keys,
    Map<String, String> secrets,
    Duration latency,
    boolean retryAfter,
    boolean refusesEarlyStart,
    List<FaultRule> faults,
    RateWindow limiter,
    boolean remembers) {
  public SimulatorOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("the latency is negative: " + latency);
    }
    keys = Map.copyOf(keys);
    secrets = Map.copyOf(secrets);
    faults = List.copyOf(faults);
  }

  /// Any free port on loopback, plan `advanced`, every key, no latency, no faults.
  public static SimulatorOptions over(
      Market market, TradingCalendar calendar, InstantSource clock) {
    return new SimulatorOptions(
        0,
        "127.0.0.1",
        market,
        calendar,
        clock,
        Optional.empty(),
        PlanProfile.ADVANCED,
        Map.of(),
        Map.of(),
        Duration.ZERO,
        false,
        false,
        List.of(),
        RateWindow.SLIDING,
        false);
  }

  public SimulatorOptions withPort(int changed) {
    return new SimulatorOptions(
        changed,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        secrets,
        latency,
        retryAfter,
        refusesEarlyStart,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withBind(String changed) {
    return new SimulatorOptions(
        port,
        changed,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        secrets,
        latency,
        retryAfter,
        refusesEarlyStart,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withStartAt(Instant changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        Optional.of(changed),
        plan,
        keys,
        secrets,
        latency,
        retryAfter,
        refusesEarlyStart,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withPlan(PlanProfile changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        changed,
        keys,
        secrets,
        latency,
        retryAfter,
        refusesEarlyStart,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withKeys(Map<String, PlanProfile> changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        changed,
        secrets,
        latency,
        retryAfter,
        refusesEarlyStart,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withSecrets(Map<String, String> changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        changed,
        latency,
        retryAfter,
        refusesEarlyStart,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withLatency(Duration changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        secrets,
        changed,
        retryAfter,
        refusesEarlyStart,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withRetryAfter(boolean changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        secrets,
        latency,
        changed,
        refusesEarlyStart,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withRefusesEarlyStart(boolean changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        secrets,
        latency,
        retryAfter,
        changed,
        faults,
        limiter,
        remembers);
  }

  public SimulatorOptions withFaults(List<FaultRule> changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        secrets,
        latency,
        retryAfter,
        refusesEarlyStart,
        changed,
        limiter,
        remembers);
  }

  public SimulatorOptions withLimiter(RateWindow changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        secrets,
        latency,
        retryAfter,
        refusesEarlyStart,
        faults,
        changed,
        remembers);
  }

  public SimulatorOptions withRemembers(boolean changed) {
    return new SimulatorOptions(
        port,
        bind,
        market,
        calendar,
        clock,
        startAt,
        plan,
        keys,
        secrets,
        latency,
        retryAfter,
        refusesEarlyStart,
        faults,
        limiter,
        changed);
  }
}
