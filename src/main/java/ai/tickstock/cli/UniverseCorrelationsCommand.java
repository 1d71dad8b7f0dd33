package ai.tickstock.cli;

import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.Correlation;
import ai.tickstock.universe.CorrelationRefresh;
import ai.tickstock.universe.CorrelationWindow;
import ai.tickstock.universe.Correlations;
import ai.tickstock.universe.Relation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows how funds go with a benchmark.
@Command(
    name = "correlations",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the ETFs with their correlation and beta to a benchmark (SPY, QQQ, IWM or DIA), the highest first.",
      "relation: follows, leveraged (beta above 1.5) and inverse where both windows say so; reference: the benchmark",
      "that it moves with most, as 'symbols' shows it in correlation_reference. --refresh computes all four benchmarks."
    },
    footer = {
      "",
      "Example: tickstock universe correlations SPY --refresh",
      "         tickstock universe correlations QQQ --window 60 --min 0.8 --json"
    })
final class UniverseCorrelationsCommand implements Callable<Integer> {
  private static final int DIGITS_FOR_PEOPLE = 4;

  private final Program program;

  @Parameters(paramLabel = "BENCHMARK", description = "SPY, QQQ, IWM or DIA.")
  private Symbol benchmark = Correlations.BENCHMARKS.getFirst();

  @Option(
      names = "--window",
      paramLabel = "60|252",
      description = "Sessions: 252 (the default) or 60.")
  private int window = CorrelationWindow.LONG.sessions();

  @Option(
      names = "--min",
      paramLabel = "NUMBER",
      description = "Only correlations of at least that, e.g. 0.8.")
  private Optional<BigDecimal> least = Optional.empty();

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = {
        "The newest stored up to that date. With --refresh: windows that end with the last session up to it;",
        "the last final one on which all benchmarks have a bar if left out."
      })
  private Optional<LocalDate> asOf = Optional.empty();

  @Option(names = "--refresh", description = "Compute and store first.")
  private boolean refresh;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  UniverseCorrelationsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var over = window();
    requireSensible();
    var database = databases.database(program);
    var finality = program.finality(database);
    var correlations = new Correlations(database, finality.calendar());
    int exitCode = ExitCode.DONE;
    Optional<LocalDate> stored;
    if (refresh) {
      var refreshed = refreshed(correlations, finality.lastFinal(program.clock().instant()));
      tell(refreshed);
      stored = Optional.of(refreshed.asOf());
      exitCode = refreshed.missing().isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
    } else {
      stored = correlations.newest(asOf.orElse(today()));
    }
    var instruments = Instruments.postgres(database);
    var holder = instruments.currentOrLast(List.of(benchmark)).values().stream().findFirst();
    List<Correlation> all =
        stored.isPresent() && holder.isPresent()
            ? correlations.of(holder.get(), over, stored.get())
            : List.of();
    if (all.isEmpty()) {
      program.err().println(nothing(stored, holder));
    }
    print(all, format);
    return exitCode;
  }

  private CorrelationWindow window() {
    try {
      return CorrelationWindow.of(window);
    } catch (IllegalArgumentException e) {
      throw new Misuse("--window " + e.getMessage());
    }
  }

  private void requireSensible() {
    if (!Correlations.BENCHMARKS.contains(benchmark)) {
      throw new Misuse(
          benchmark
              + " is no benchmark of correlations: "
              + Correlations.BENCHMARKS.stream()
                  .map(Symbol::ticker)
                  .collect(Collectors.joining(", "))
              + " are");
    }
    if (least.isPresent() && least.get().abs().compareTo(BigDecimal.ONE) > 0) {
      throw new Misuse(
          "--min " + least.get().toPlainString() + " is no correlation: they are -1 to 1");
    }
    if (asOf.isPresent() && asOf.get().isAfter(today())) {
      throw new Misuse("--as-of " + asOf.get() + " is in the future; today is " + today());
    }
  }

  private CorrelationRefresh refreshed(Correlations correlations, LocalDate lastFinal) {
    if (asOf.isPresent() && asOf.get().isAfter(lastFinal)) {
      program
          .err()
          .println(
              "the bars of the sessions after "
                  + lastFinal
                  + " are not final yet: correlations as of then can change");
    }
    var session =
        asOf.or(() -> correlations.lastSession(lastFinal))
            .orElseThrow(() ->
                new Misuse(
                    "no bars of SPY, QQQ, IWM or DIA are stored up to "
                        + lastFinal
                        + "; 'tickstock load --symbols SPY,QQQ,IWM,DIA --months 13' loads them"));
    try {
      return correlations.refresh(session);
    } catch (IllegalArgumentException e) {
      throw new Misuse(String.valueOf(e.getMessage()));
    }
  }

  private void tell(CorrelationRefresh done) {
    var err = program.err();
    err.println(
        "as of "
            + done.asOf()
            + ": "
            + Words.count(done.instruments(), "fund")
            + " and "
            + done.benchmarks().stream().map(Symbol::ticker).collect(Collectors.joining(", "))
            + "; "
            + Words.count(done.pairs().numbers(), "correlation")
            + ", "
            + Words.count(done.pairs().tooFew(), "pair")
            + " with too few common sessions, "
            + Words.count(done.pairs().unmoved(), "pair")
            + " with a price that never changed; "
            + Words.count(done.rows().added(), "row")
            + " new, "
            + done.rows().changed()
            + " changed, "
            + done.rows().removed()
            + " removed");
    done.missing().forEach((symbol, why) -> err.println("warning: " + symbol + " " + why));
    if (done.withoutType() > 0) {
      err.println(
          Words.count(done.withoutType(), "instrument")
              + " among them of a type that is not known (no list names them): correlations, but no reference;"
              + " 'tickstock symbols sync' reads lists");
    }
    if (done.withoutActions() > 0) {
      err.println(
          "warning: the splits and dividends of "
              + Words.count(done.withoutActions(), "fund")
              + " were not asked for over the whole window: one that is not known spoils the numbers");
    }
    if (done.skippedDividends() > 0) {
      err.println(
          "warning: "
              + Words.count(done.skippedDividends(), "dividend")
              + " could not be applied (another currency, or no close before)");
    }
    err.println(
        done.references()
            .map(references ->
                Words.count(references.referring(), "fund")
                    + " with a reference ("
                    + references.changed()
                    + " changed); universes correlates_…: "
                    + references.joined()
                    + " joined, "
                    + references.left()
                    + " left")
            .orElse(
                "references and the universes correlates_… were left as they are: a benchmark has too few"
                    + " sessions, or a later session was computed before"));
  }

  private String nothing(Optional<LocalDate> stored, Optional<Instrument> holder) {
    if (stored.isPresent()) {
      return "no correlations to "
          + benchmark
          + " are stored for "
          + stored.get()
          + holder.map(one -> "").orElse(": it is not known in this database");
    }
    return "no correlations are stored"
        + asOf.map(date -> " up to " + date).orElse("")
        + "; 'tickstock universe correlations "
        + benchmark
        + asOf.map(date -> " --as-of " + date).orElse("")
        + " --refresh' computes them from the daily bars";
  }

  private void print(List<Correlation> all, Format format) {
    var table =
        Table.of(
            "symbol",
            "name",
            ">correlation",
            ">beta",
            ">overlap",
            "window_sessions",
            "as_of",
            "relation",
            "reference",
            "missing_reason");
    int without = 0;
    for (var one : all) {
      if (least.isPresent() && one.correlation().isEmpty()) {
        without++;
      }
      if (least.isEmpty()
          || one.correlation().isPresent()
              && one.correlation().getAsDouble() >= least.get().doubleValue()) {
        table.row(
            one.instrument().symbol(),
            one.instrument().name(),
            shown(one.correlation(), format),
            shown(one.beta(), format),
            one.overlap(),
            one.window().sessions(),
            one.asOf(),
            one.relation() == Relation.NONE ? "" : Words.of(one.relation()),
            one.reference(),
            one.missingReason());
      }
    }
    table.print(format, program.out());
    if (without > 0) {
      program
          .err()
          .println(
              Words.count(without, "fund") + " without a correlation; all are shown without --min");
    }
  }

  /// Four digits for people, all of them for programs.
  private static Object shown(OptionalDouble value, Format format) {
    return format == Format.TABLE && value.isPresent()
        ? BigDecimal.valueOf(value.getAsDouble())
            .setScale(DIGITS_FOR_PEOPLE, RoundingMode.HALF_EVEN)
            .toPlainString()
        : value;
  }

  private LocalDate today() {
    return Bar.dateOf(program.clock().instant());
  }
}
