package ai.tickstock.jobs;

import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Repairs;
import ai.tickstock.quality.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What others hear of the findings of an evening, in the names and fields that the older
/// TickStock's readers know: one event a symbol, and how all went in one more.
final class QualityEvents {
  /// More at once are one cause, which the summary tells; the worst are told one by one.
  static final int MOST = 50;

  private static final Map<String, String> ALERTS =
      Map.ofEntries(
          Map.entry("price-move", "price_anomaly"),
          Map.entry("bad-bar", "price_anomaly"),
          Map.entry("bad-wick", "price_anomaly"),
          Map.entry("ohlc", "price_anomaly"),
          Map.entry("split-missing", "price_anomaly"),
          Map.entry("split-not-in-prices", "price_anomaly"),
          Map.entry("split-shifted", "price_anomaly"),
          Map.entry("adjusted-mixture", "price_anomaly"),
          Map.entry("fair-value", "price_anomaly"),
          Map.entry("minutes-range", "price_anomaly"),
          Map.entry("minutes-old-price", "price_anomaly"),
          Map.entry("volume-spike", "volume_anomaly"),
          Map.entry("volume-drought", "volume_anomaly"),
          Map.entry("zero-volume", "volume_anomaly"),
          Map.entry("minutes-volume", "volume_anomaly"),
          Map.entry("stale-bar", "stale_data"),
          Map.entry("frozen-price", "stale_data"),
          Map.entry("freshness", "stale_data"));

  private QualityEvents() {}

  /// @param fresh findings that nobody was told of, the worst first
  /// @param count of all such, which can be more
  /// @param open of all findings, by severity
  static List<StepOutcome.Event> of(
      LocalDate session,
      List<Finding> fresh,
      long count,
      Map<Severity, Integer> open,
      int resolved,
      int repaired,
      Instant at) {
    var events = new ArrayList<StepOutcome.Event>();
    fresh.stream().flatMap(finding -> alert(finding, at).stream()).limit(MOST).forEach(events::add);
    events.add(summary(session, count, open, resolved, repaired, at));
    return events;
  }

  private static Optional<StepOutcome.Event> alert(Finding finding, Instant at) {
    return Optional.ofNullable(ALERTS.get(finding.rule()))
        .map(type ->
            new StepOutcome.Event(
                "quality." + type,
                finding.subject(),
                Map.of(
                    "timestamp", at.toString(),
                    "service", EndOfDayEvents.SERVICE,
                    "alert_type", type,
                    "symbol", finding.subject(),
                    "severity", finding.severity().word(),
                    "description", finding.summary(),
                    "details",
                        Map.of(
                            "finding", finding.id(),
                            "rule", finding.rule(),
                            "first", finding.first().toString(),
                            "last", finding.last().toString(),
                            "sessions", finding.sessions()),
                    "remediation", remediation(finding))));
  }

  private static String remediation(Finding finding) {
    return "tickstock quality %s %d"
        .formatted(Repairs.way(finding) == Repairs.Way.PERSON ? "show" : "repair", finding.id());
  }

  private static StepOutcome.Event summary(
      LocalDate session,
      long fresh,
      Map<Severity, Integer> open,
      int resolved,
      int repaired,
      Instant at) {
    var bySeverity = new TreeMap<String, Integer>();
    for (var severity : Severity.values()) {
      bySeverity.put(severity.word(), open.getOrDefault(severity, 0));
    }
    int all = bySeverity.values().stream().mapToInt(count -> count).sum();
    return new StepOutcome.Event(
        "quality.daily_summary",
        session.toString(),
        Map.of(
            "timestamp", at.toString(),
            "service", EndOfDayEvents.SERVICE,
            "alert_type", "daily_summary",
            "severity", worst(open),
            "description",
                String.format(Locale.ROOT, "%d findings open, %d of them new", all, fresh),
            "details",
                Map.of(
                    "session", session.toString(),
                    "open", bySeverity,
                    "new", fresh,
                    "resolved", resolved,
                    "repaired", repaired),
            "remediation", "tickstock quality report --session " + session));
  }

  private static String worst(Map<Severity, Integer> open) {
    return open.keySet().stream().max((a, b) -> a.compareTo(b)).map(Severity::word).orElse("none");
  }
}
