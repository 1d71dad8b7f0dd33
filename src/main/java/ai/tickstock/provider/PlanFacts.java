package ai.tickstock.provider;

import ai.tickstock.market.BarInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a vendor's plan was found to include, by a probe and by loads.
///
/// @param probedAt when the endpoints were asked; empty when only loads learned something
/// @param endpoints one entry an endpoint that was asked
/// @param delay how far bars of a running session lag behind; empty when that could not be told
/// @param delayEvidence what the delay was told from
/// @param edges one an interval at most
/// @param fmv whether snapshots carry a fair market value; empty where no snapshot came
/// @param limitMet whether the vendor said 429 during the probe
/// @param calls HTTP requests that the probe took
public record PlanFacts(
    Optional<Instant> probedAt,
    List<EndpointFact> endpoints,
    Optional<Duration> delay,
    String delayEvidence,
    List<HistoryEdge> edges,
    Optional<Boolean> fmv,
    boolean limitMet,
    int calls) {
  private static final String UNKNOWN = "unknown";

  /// Nothing is known.
  public static final PlanFacts NONE =
      new PlanFacts(
          Optional.empty(), List.of(), Optional.empty(), "", List.of(), Optional.empty(), false, 0);

  public PlanFacts {
    endpoints = List.copyOf(endpoints);
    edges = List.copyOf(edges);
  }

  /// What was found about one endpoint.
  ///
  /// @param said the vendor's words, or the failure; empty when all is well
  public record EndpointFact(VendorEndpoint endpoint, Verdict verdict, String said) {}

  public enum Verdict {
    INCLUDED,
    REFUSED,
    /// It failed in a way that says nothing about the plan.
    UNKNOWN
  }

  /// Whether bars of a running session lag behind.
  public enum Feed {
    DELAYED,
    FULL
  }

  /// Something that differs from what was known before.
  public record Change(String what, String before, String now) {}

  public Optional<Feed> feed() {
    return delay.map(lag -> lag.isZero() ? Feed.FULL : Feed.DELAYED);
  }

  /// Empty when the endpoint was not asked.
  public Optional<Verdict> verdict(VendorEndpoint endpoint) {
    return endpoints.stream()
        .filter(fact -> fact.endpoint() == endpoint)
        .map(EndpointFact::verdict)
        .findFirst();
  }

  public Optional<HistoryEdge> edge(BarInterval interval) {
    return edges.stream().filter(edge -> edge.interval() == interval).findFirst();
  }

  /// The same with another edge in the place of the one of its interval.
  public PlanFacts with(HistoryEdge edge) {
    var others = new ArrayList<>(edges);
    others.removeIf(one -> one.interval() == edge.interval());
    others.add(edge);
    return new PlanFacts(probedAt, endpoints, delay, delayEvidence, others, fmv, limitMet, calls);
  }

  /// These facts, and from older ones what could not be told this time: edges, and verdicts of
  /// endpoints that failed.
  public PlanFacts over(PlanFacts older) {
    var merged = this;
    for (var edge : older.edges()) {
      if (edge(edge.interval()).isEmpty()) {
        merged = merged.with(edge);
      }
    }
    return merged;
  }

  /// Everything that is known in words, by what it is about, in a stable order. The words stay the
  /// same while nothing about the plan changes.
  public Map<String, String> described() {
    var lines = new LinkedHashMap<String, String>();
    endpoints.forEach(
        fact -> lines.put(fact.endpoint().words(), fact.verdict().name().toLowerCase(Locale.ROOT)));
    for (var interval : BarInterval.values()) {
      edge(interval)
          .ifPresent(edge -> lines.put("history of " + interval.word() + " bars", edge.depth()));
    }
    if (probedAt.isPresent()) {
      lines.put("delay", delay.map(PlanFacts::words).orElse(UNKNOWN));
      lines.put(
          "fair market value", fmv.map(has -> has ? "included" : "not included").orElse(UNKNOWN));
    }
    return lines;
  }

  /// What differs from older facts, of all that both know.
  public List<Change> changesSince(PlanFacts older) {
    var before = older.described();
    var changes = new ArrayList<Change>();
    described()
        .forEach((what, now) -> {
          var then = before.getOrDefault(what, UNKNOWN);
          if (!then.equals(UNKNOWN) && !now.equals(UNKNOWN) && !now.equals(then)) {
            changes.add(new Change(what, then, now));
          }
        });
    return List.copyOf(changes);
  }

  private static String words(Duration delay) {
    return delay.isZero() ? "none" : delay.toMinutes() + " min";
  }
}
