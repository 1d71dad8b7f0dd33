package ai.tickstock.cli;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.LoadSummary;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Says how a load ended: counts of what is stored, never of what was asked.
final class LoadSummaryPrinter {
  private static final int SYMBOLS_SHOWN = 20;
  private static final int RANGES_SHOWN = 5;
  private static final int LINES_SHOWN = 20;

  private final Format format;
  private final PrintWriter out;
  private final PrintWriter err;

  private LoadSummaryPrinter(Format format, PrintWriter out, PrintWriter err) {
    this.format = format;
    this.out = out;
    this.err = err;
  }

  /// Prints the summary to `out` and what to do next to `err`.
  ///
  /// In JSON `run` is 0 when nothing was due and so no run was needed.
  ///
  /// @param format `CSV` is one row a class
  /// @return the exit code
  static int print(LoadResult result, Format format, PrintWriter out, PrintWriter err) {
    int exitCode = new LoadSummaryPrinter(format, out, err).print(result);
    out.flush();
    err.flush();
    return exitCode;
  }

  private int print(LoadResult result) {
    return switch (result) {
      case LoadResult.Finished(var summary) -> {
        boolean failed = !summary.failures().isEmpty() && summary.total().stored() == 0;
        print(summary, summary.isWhole() ? "complete" : failed ? "failed" : "partial", "");
        sayHowToSettle(summary, err);
        yield summary.isWhole() ? ExitCode.DONE : failed ? ExitCode.FAILED : ExitCode.DONE_IN_PART;
      }
      case LoadResult.Stopped(var run, var state, var message, var soFar) -> {
        print(soFar, state, message);
        err.println(
            "run "
                + run
                + " is "
                + state
                + (message.isEmpty() ? "" : ": " + message)
                + (state.equals("cancelled")
                    ? ""
                    : "; 'tickstock runs resume " + run + "' goes on with it"));
        yield ExitCode.DONE_IN_PART;
      }
      case LoadResult.Queued(var run, var tasks, var joined) -> {
        Table.of(">run", ">tasks").row(run, tasks).print(format, out);
        err.println(
            (joined ? "the same request is run " + run + " already" : "run " + run + " waits")
                + ": a 'tickstock serve' takes it, 'tickstock runs show "
                + run
                + "' follows it");
        yield ExitCode.DONE;
      }
      case LoadResult.Misunderstood(var problems) -> {
        nothing("misunderstood", problems);
        problems.forEach(problem -> err.println("tickstock: " + problem));
        err.println("nothing was stored");
        yield ExitCode.MISUSED;
      }
      case LoadResult.NotStarted(var message) -> {
        nothing("not_started", List.of(message));
        err.println("tickstock: " + message);
        yield ExitCode.FAILED;
      }
    };
  }

  private void print(LoadSummary summary, String state, String message) {
    switch (format) {
      case TABLE -> text(summary, state);
      case CSV -> classes(summary).print(Format.CSV, out);
      case JSON -> JsonText.print(LoadSummaryJson.of(summary, state, message), out);
    }
  }

  /// Programs that read JSON get an object also when nothing was loaded.
  private void nothing(String state, List<String> problems) {
    if (format == Format.JSON) {
      JsonText.printProblems(state, problems, out);
    }
  }

  // ---- text -------------------------------------------------------------------------------------

  /// `misdated 72, first VODL: window_start is …`.
  private static String words(Quarantine.Refusal one) {
    return String.format(
        Locale.ROOT,
        "%s %,d, first %s: %s",
        one.reason().code(),
        one.rows(),
        one.ticker(),
        Table.printable(one.detail()));
  }

  private void text(LoadSummary summary, String state) {
    classes(summary).print(Format.TABLE, out);
    out.println();
    out.println(cost(summary));
    if (summary.errors().calls() > 0) {
      out.println("errors: " + summary.errors().words());
    }
    if (summary.sourceAdjustedRows() > 0) {
      out.println(
          Words.count(summary.sourceAdjustedRows(), "bar")
              + " stored as split-adjusted by their source, apart from the raw ones");
    }
    if (summary.quarantined() > 0) {
      out.println(
          Words.count(summary.quarantined(), "row")
              + " refused by the checks and kept in quarantine (table bar_quarantine):"
              + " not stored as bars");
      summary.refusals().forEach(one -> out.println("  " + words(one)));
      if (summary.refusedAgain() > 0) {
        out.println(
            String.format(
                Locale.ROOT,
                "  %,d the same as rows that are kept already",
                summary.refusedAgain()));
      }
    }
    if (summary.repeats() > 0) {
      out.println(
          Words.count(summary.repeats(), "row") + " repeated another one exactly: kept once");
    }
    if (!summary.untracked().isEmpty()) {
      out.println(
          Words.count(untracked(summary), "bar")
              + " of types that are not loaded ('tickstock types list'): counted, not stored: "
              + summary.untracked().entrySet().stream()
                  .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
                  .collect(Collectors.joining(", ")));
    }
    if (!summary.live().isNothing()) {
      var live = summary.live();
      out.println(
          String.format(
              Locale.ROOT,
              "live minutes: %,d validated, %,d corrected, %,d added, %,d withdrawn",
              live.confirmed(),
              live.corrected(),
              live.added(),
              live.withdrawn()));
    }
    if (summary.neverSeen() > 0) {
      out.println(
          Words.count(summary.neverSeen(), "instrument")
              + " of the source's list without any bar; nothing is expected of them");
    }
    incomplete(summary.interval(), summary.incomplete());
    list("not loaded:", summary.notLoaded());
    list("failures:", summary.failures());
    out.println(verdict(summary, state));
  }

  /// Bars of types that are not loaded.
  static long untracked(LoadSummary summary) {
    return summary.untracked().values().stream().mapToLong(Long::longValue).sum();
  }

  private static Table classes(LoadSummary summary) {
    var total = summary.total();
    var states = new ArrayList<CellState>();
    for (var state :
        List.of(
            CellState.PROVISIONAL,
            CellState.PARTIAL,
            CellState.PENDING,
            CellState.ACCEPTED,
            CellState.REFUSED,
            CellState.REJECTED,
            CellState.FAILED)) {
      if (total.of(state) > 0) {
        states.add(state);
      }
    }
    var keys = new ArrayList<String>();
    keys.addAll(
        List.of(
            "class", ">instruments", ">expected", ">stored", ">confirmed_empty", ">unexplained"));
    states.forEach(state -> keys.add(">" + Words.of(state)));
    var table = Table.of(keys.toArray(String[]::new));
    int instruments = 0;
    for (var entry : summary.classes().entrySet()) {
      var count = entry.getValue();
      instruments += count.instruments();
      table.row(row(entry.getKey().word(), count.instruments(), count.sessions(), states));
    }
    table.row(row("Total", instruments, total, states));
    return table;
  }

  private static Object[] row(
      String name, int instruments, CoverageCount count, List<CellState> states) {
    var values = new ArrayList<Object>();
    values.add(name);
    values.add(instruments);
    values.add(count.expected());
    values.add(count.stored());
    values.add(count.of(CellState.CONFIRMED_EMPTY));
    values.add(count.of(CellState.UNEXPLAINED));
    states.forEach(state -> values.add(count.of(state)));
    return values.toArray();
  }

  private static String cost(LoadSummary summary) {
    var cost = summary.cost();
    return summary.range()
        + ": "
        + Words.count(cost.calls(), "call")
        + ", "
        + Words.bytes(cost.bytes())
        + ", "
        + Words.count(cost.rows(), "row")
        + String.format(Locale.ROOT, ", %.1f s", cost.took().toMillis() / 1000.0);
  }

  private void incomplete(BarInterval interval, List<LoadSummary.SymbolOutcome> incomplete) {
    if (incomplete.isEmpty()) {
      return;
    }
    out.println("not complete:");
    incomplete.stream()
        .limit(SYMBOLS_SHOWN)
        .forEach(outcome ->
            out.println(
                "  "
                    + outcome.symbol()
                    + "  "
                    + ranges(outcome.open())
                    + (outcome.hasBars() ? "" : ", no bar at all")));
    if (incomplete.size() > SYMBOLS_SHOWN) {
      out.println(
          "  and "
              + (incomplete.size() - SYMBOLS_SHOWN)
              + " more: tickstock coverage --explain"
              + (interval == BarInterval.DAY ? "" : " --interval " + interval.word()));
    }
  }

  /// Names that never had a bar stay open however often they are asked for.
  private static void sayHowToSettle(LoadSummary summary, PrintWriter err) {
    var without = summary.incomplete().stream().filter(outcome -> !outcome.hasBars()).toList();
    if (without.isEmpty()) {
      return;
    }
    var first = without.getFirst();
    err.println(
        Words.count(without.size(), "instrument")
            + " without any bar stored; where none is missed, say so for each: tickstock coverage accept "
            + first.symbol()
            + " --from "
            + first.open().getFirst().first()
            + " --to "
            + first.open().getLast().last()
            + (summary.interval() == BarInterval.DAY
                ? ""
                : " --interval " + summary.interval().word())
            + " --reason TEXT");
  }

  private static String ranges(List<DateRange> open) {
    var shown =
        open.stream()
            .limit(RANGES_SHOWN)
            .map(DateRange::toString)
            .collect(Collectors.joining(", "));
    return open.size() > RANGES_SHOWN
        ? shown + " and " + (open.size() - RANGES_SHOWN) + " more ranges"
        : shown;
  }

  private void list(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    out.println(title);
    lines.stream().limit(LINES_SHOWN).forEach(line -> out.println("  " + Table.printable(line)));
    if (lines.size() > LINES_SHOWN) {
      out.println("  and " + (lines.size() - LINES_SHOWN) + " more");
    }
  }

  private static String verdict(LoadSummary summary, String state) {
    var run = summary.runId().isPresent() ? "run " + summary.runId().getAsInt() + " " : "";
    var total = summary.total();
    if (!summary.isWhole() || !state.equals("complete")) {
      return run + state + ": " + lacking(summary);
    }
    if (total.expected() == 0) {
      return run + "complete: nothing is expected in " + summary.range();
    }
    boolean isFinal = total.of(CellState.PROVISIONAL) + total.of(CellState.PENDING) == 0;
    return run
        + "complete: every expected session is stored"
        + (total.of(CellState.CONFIRMED_EMPTY) + total.of(CellState.ACCEPTED) > 0
            ? " or explained"
            : "")
        + (isFinal ? "" : ", as far as the vendor's values are final");
  }

  private static String lacking(LoadSummary summary) {
    var total = summary.total();
    var parts = new ArrayList<String>();
    for (var state :
        List.of(
            CellState.UNEXPLAINED,
            CellState.PARTIAL,
            CellState.REFUSED,
            CellState.REJECTED,
            CellState.FAILED)) {
      if (total.of(state) > 0) {
        parts.add(Words.count(total.of(state), "session") + " " + Words.of(state));
      }
    }
    if (summary.lost() > 0) {
      parts.add(Words.count(summary.lost(), "row") + " refused");
    }
    if (!summary.notLoaded().isEmpty()) {
      parts.add(summary.notLoaded().size() + " not loaded");
    }
    if (!summary.failures().isEmpty()) {
      parts.add("failures");
    }
    return String.format(
            Locale.ROOT, "%,d of %,d expected sessions stored", total.stored(), total.expected())
        + (parts.isEmpty() ? "" : "; " + String.join(", ", parts));
  }
}
