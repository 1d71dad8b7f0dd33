package ai.tickstock.jobs;

import ai.tickstock.notify.DailyReportReady;
import ai.tickstock.notify.DailyReportReady.Fact;
import ai.tickstock.notify.DailyReportReady.Point;
import ai.tickstock.notify.DailyReportReady.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The daily report as the notice that people get.
public final class DailyReportPages {
  private static final int MOST_ROWS = 25;

  private DailyReportPages() {}

  public static DailyReportReady notice(DailyReport report) {
    return new DailyReportReady(
        report.session(),
        DailyReports.headline(report),
        !report.standing().isEmpty(),
        lead(report),
        facts(report),
        report.trend().stream().map(one -> new Point(one.session(), one.percent())).toList(),
        tables(report));
  }

  private static String lead(DailyReport report) {
    var whole = report.whole();
    var words =
        String.format(
            Locale.ROOT,
            "%,d of %,d tracked symbols are whole, %.2f %% of the dollar volume. ",
            whole.complete(),
            whole.expected(),
            whole.dollarPercent());
    return words
        + (report.standing().isEmpty()
            ? "Nothing waits for a person."
            : "What waits for a person stands first.");
  }

  private static List<Fact> facts(DailyReport report) {
    var whole = report.whole();
    var trend = report.trend().getLast();
    return List.of(
        new Fact(
            "End of day",
            report.status()
                + String.format(
                    Locale.ROOT, ", %.1f min, %d calls", trend.minutes(), trend.calls())),
        new Fact(
            "Symbols",
            whole.states().entrySet().stream()
                .map(entry ->
                    String.format(
                        Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey().replace('_', ' ')))
                .collect(Collectors.joining(", "))),
        new Fact(
            "Findings",
            String.format(
                Locale.ROOT,
                "%s open; %d new, %d resolved, %d repaired since the last report",
                severities(report.findings().open()),
                report.findings().fresh(),
                report.findings().resolved(),
                report.findings().repaired())),
        new Fact(
            "Not whole",
            report.missing().isEmpty()
                ? ""
                : report.missing().stream().limit(20).collect(Collectors.joining(", "))
                    + (report.missing().size() > 20
                        ? " and " + (report.missing().size() - 20) + " more"
                        : "")));
  }

  private static String severities(Map<String, Long> open) {
    return open.isEmpty()
        ? "none"
        : open.entrySet().stream()
            .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
  }

  private static List<Table> tables(DailyReport report) {
    var tables = new ArrayList<Table>();
    tables.add(
        table(
            "Needs a person",
            List.of("What", "Subject", "Why", "Look"),
            report.standing().stream()
                .map(one -> List.of(one.what(), one.subject(), one.words(), one.command()))
                .toList()));
    tables.add(
        table(
            "Settled since the report was made",
            List.of("What", "Subject", "Became", "Look"),
            report.person().stream()
                .flatMap(one ->
                    one
                        .since()
                        .map(since -> List.of(one.what(), one.subject(), since, one.command()))
                        .stream())
                .toList()));
    tables.add(
        table(
            "Promises",
            List.of("Promise", ">Value", ">Goal", "Kept"),
            report.scoreboard().stream()
                .map(score ->
                    List.of(
                        score.what(),
                        score.words(),
                        score.goal() + " " + score.unit(),
                        score.isMet().map(met -> met ? "yes" : "NO").orElse("")))
                .toList()));
    tables.add(
        table(
            "Universes that are not whole",
            List.of("Universe", ">Whole", ">Percent", "Missing"),
            report.universes().stream()
                .filter(one -> one.complete() < one.expected())
                .map(one ->
                    List.of(
                        one.universe(),
                        one.complete() + " of " + one.expected(),
                        String.format(Locale.ROOT, "%.2f", one.percent()),
                        String.join(", ", one.missing())))
                .toList()));
    tables.add(
        table(
            "Universe changes",
            List.of("Universe", "Symbol", "Way", ">Market cap, M$", "Reason"),
            report.changes().stream()
                .map(one ->
                    List.of(
                        one.universe(),
                        one.symbol(),
                        one.way() + (one.state().equals("held") ? ", held" : ""),
                        caps(one),
                        one.reason()))
                .toList()));
    tables.add(
        table(
            "Corrected by the vendor",
            List.of("Session", ">Bars", ">Material", "Largest"),
            report.revisions().stream()
                .filter(one -> one.revised() > 0)
                .map(one ->
                    List.of(
                        one.session().toString(),
                        Long.toString(one.revised()),
                        Long.toString(one.material()),
                        one.largest().stream().limit(3).collect(Collectors.joining("; "))))
                .toList()));
    tables.add(
        table(
            "Repaired",
            List.of("Rule", "Subject", "How"),
            report.repaired().stream()
                .map(one -> List.of(one.rule(), one.subject(), one.words()))
                .toList()));
    tables.add(
        table(
            "Slow steps",
            List.of("Step", ">Seconds", "What to look at"),
            report.steps().stream()
                .filter(step -> !step.advice().isEmpty())
                .map(step ->
                    List.of(
                        step.step(),
                        String.format(Locale.ROOT, "%.0f", step.seconds()),
                        step.advice()))
                .toList()));
    return tables;
  }

  private static Table table(String title, List<String> columns, List<List<String>> rows) {
    var shown = rows.size() > MOST_ROWS ? rows.subList(0, MOST_ROWS) : rows;
    return new Table(
        rows.size() > MOST_ROWS
            ? title + String.format(Locale.ROOT, " (the first %d of %,d)", MOST_ROWS, rows.size())
            : title,
        columns,
        shown);
  }

  private static String caps(DailyReport.Change change) {
    return change.cap().isEmpty() && change.capBefore().isEmpty()
        ? ""
        : millions(change.capBefore()) + " → " + millions(change.cap());
  }

  private static String millions(Optional<Double> cap) {
    return cap.map(dollars -> String.format(Locale.ROOT, "%,.0f", dollars / 1e6)).orElse("?");
  }
}
