package ai.tickstock.cli;

import ai.tickstock.jobs.EndOfDayReport;
import ai.tickstock.jobs.StepReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Ends of day as tables.
final class EndOfDayPrinter {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EndOfDayPrinter() {}

  /// One session, step by step.
  static void print(EndOfDayReport report, Format format, PrintWriter out, PrintWriter err) {
    if (format == Format.TABLE) {
      steps(report, out);
      report.step("report").ifPresent(step -> summary(report, step, out));
    } else {
      forPrograms(report, format, out);
    }
    err.println(
        report.session()
            + " "
            + report.exchange()
            + " is "
            + report.state().word()
            + report.again().map(at -> ", again at " + at).orElse("")
            + ", "
            + Words.count(report.calls(), "call")
            + (report.steps().size() < report.expected()
                ? ", " + (report.expected() - report.steps().size()) + " steps are still to be done"
                : ""));
    err.flush();
  }

  private static void steps(EndOfDayReport report, PrintWriter out) {
    var table = Table.of("step", "state", ">attempt", ">calls", ">rows", ">seconds", "finished");
    for (var step : report.steps()) {
      table.row(
          step.step(),
          step.state().word(),
          step.attempt(),
          step.number("calls"),
          step.number("rows"),
          seconds(step),
          step.finished().map(at -> at.truncatedTo(ChronoUnit.SECONDS)));
    }
    table.print(Format.TABLE, out);
    out.println();
    for (var step : report.steps()) {
      var words =
          Stream.of(step.message(), facts(step))
              .filter(text -> !text.isEmpty())
              .collect(Collectors.joining("; "));
      if (!words.isEmpty()) {
        out.println(step.step() + ": " + words);
      }
    }
  }

  private static void forPrograms(EndOfDayReport report, Format format, PrintWriter out) {
    var table =
        Table.of(
            "step", "state", ">attempt", "started", "finished", "again", "by", "message", "facts");
    for (var step : report.steps()) {
      table.row(
          step.step(),
          step.state().word(),
          step.attempt(),
          step.started(),
          step.finished(),
          step.again(),
          step.by(),
          step.message(),
          JSON.writeValueAsString(step.facts()));
    }
    table.print(format, out);
  }

  /// While it goes on.
  static String line(StepReport step) {
    return String.format(
        Locale.ROOT,
        "%-12s %-8s %3d calls %,9d rows%s",
        step.step(),
        step.state().word(),
        step.number("calls"),
        step.number("rows"),
        step.message().isEmpty() ? "" : "  " + step.message());
  }

  private static void summary(EndOfDayReport report, StepReport step, PrintWriter out) {
    if (!step.facts().containsKey("symbols_percent")) {
      return;
    }
    out.println();
    out.println(
        String.format(
            Locale.ROOT,
            "tracked symbols: %.2f %% of %,d complete, %.2f %% of the dollar volume; %,d provisional",
            step.fraction("symbols_percent").orElse(0.0),
            step.number("expected"),
            step.fraction("dollar_volume_percent").orElse(0.0),
            step.number("provisional")));
    classes(step).forEach(out::println);
    report
        .step("bars")
        .filter(bars -> bars.facts().containsKey("symbols_percent"))
        .ifPresent(bars ->
            out.println(
                String.format(
                    Locale.ROOT,
                    "after the bars, at %s: %.2f %% of the symbols, %.2f %% of the dollar volume",
                    bars.facts().get("measured_at"),
                    bars.fraction("symbols_percent").orElse(0.0),
                    bars.fraction("dollar_volume_percent").orElse(0.0))));
    if (step.facts().get("reached_95_percent_at") instanceof String at) {
      out.println(
          "95 % reached at "
              + at
              + (Boolean.TRUE.equals(step.facts().get("reached_by_18_00"))
                  ? ", before 18:00 at the exchange"
                  : ", after 18:00 at the exchange"));
    } else {
      out.println("95 % not reached yet");
    }
    if (step.facts().get("missing") instanceof List<?> missing && !missing.isEmpty()) {
      long all = step.number("missing_count");
      out.println(
          "missing: "
              + missing.stream().map(String::valueOf).collect(Collectors.joining(", "))
              + (all > missing.size() ? ", and " + (all - missing.size()) + " more" : ""));
    }
    out.flush();
  }

  private static List<String> classes(StepReport step) {
    return step.facts().get("classes") instanceof Map<?, ?> classes
        ? classes.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Map<?, ?>)
            .map(entry -> {
              var counts = (Map<?, ?>) entry.getValue();
              return "  %s: %s of %s, %s %%"
                  .formatted(
                      entry.getKey(),
                      counts.get("complete"),
                      counts.get("expected"),
                      counts.get("percent"));
            })
            .toList()
        : List.of();
  }

  /// Sessions, one a row.
  static void print(List<EndOfDayReport> reports, Format format, PrintWriter out) {
    var table =
        Table.of(
            "session",
            "state",
            ">steps_done",
            ">symbols_percent",
            ">dollar_volume_percent",
            ">provisional",
            ">missing",
            ">calls",
            "began",
            "finished",
            "again",
            "open");
    for (var report : reports) {
      var step = report.step("report");
      table.row(
          report.session(),
          report.state().word(),
          report.steps().stream().filter(one -> one.state().isDone()).count()
              + "/"
              + report.expected(),
          step.flatMap(one -> one.fraction("symbols_percent")),
          step.flatMap(one -> one.fraction("dollar_volume_percent")),
          step.map(one -> one.number("provisional")),
          step.map(one -> one.number("missing_count")),
          report.calls(),
          report.steps().stream()
              .map(StepReport::started)
              .min(Instant::compareTo)
              .map(at -> at.truncatedTo(ChronoUnit.SECONDS)),
          report.steps().stream()
              .flatMap(one -> one.finished().stream())
              .max(Instant::compareTo)
              .map(at -> at.truncatedTo(ChronoUnit.SECONDS)),
          report.again(),
          report.steps().stream()
              .filter(one -> !one.state().isDone())
              .map(one -> one.step() + " " + one.state().word())
              .collect(Collectors.joining(", ")));
    }
    table.print(format, out);
  }

  private static Optional<Double> seconds(StepReport step) {
    return step.finished().map(at -> Duration.between(step.started(), at).toMillis() / 1000.0);
  }

  /// What the columns do not say.
  private static String facts(StepReport step) {
    if (step.step().equals("report")) {
      return "";
    }
    var facts = new TreeMap<>(step.facts());
    facts.keySet().removeAll(List.of("calls", "rows", "run", "measured_at"));
    facts.values().removeIf(value -> value instanceof Number number && number.doubleValue() == 0);
    return facts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
