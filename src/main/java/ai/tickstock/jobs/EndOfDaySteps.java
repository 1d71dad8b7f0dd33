package ai.tickstock.jobs;

import ai.tickstock.market.Mic;
import java.util.List;
import java.util.stream.Stream;

/// The steps of an end of day, in their order.
final class EndOfDaySteps {
  /// The vendor's lists, actions and answers for the whole market are of the US alone.
  private static final List<String> ELSEWHERE = List.of("bars", "report");

  private static final List<String> US =
      List.of(
          "bars",
          "actions",
          "fair-values",
          "live",
          "minutes",
          "listings",
          "details",
          "etf-facts",
          "universes",
          "correlations",
          "revisions",
          "quality",
          "manifest",
          "report");

  private EndOfDaySteps() {}

  /// @param exchange whose file holds the sessions
  static List<String> names(Mic exchange) {
    return exchange.equals(Mic.XNYS) ? US : ELSEWHERE;
  }

  static List<EndOfDayStep> of(EndOfDayParts parts) {
    var names = names(parts.calendar().exchange());
    List<EndOfDayStep> later =
        List.of(
            new EtfFactsStep(parts),
            new UniversesStep(parts),
            new CorrelationsStep(parts),
            new RevisionsStep(parts),
            new QualityStep(parts),
            new ManifestStep(parts),
            new ReportStep(parts));
    List<EndOfDayStep> first =
        List.of(
            new BarsStep(parts),
            new ActionsStep(parts),
            new FairValuesStep(parts),
            new LiveStep(parts),
            new MinutesStep(parts),
            new ListingsStep(parts),
            new DetailsStep(parts, later));
    return Stream.concat(first.stream(), later.stream())
        .filter(step -> names.contains(step.name()))
        .toList();
  }
}
