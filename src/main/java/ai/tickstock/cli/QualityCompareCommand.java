package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.Comparison;
import ai.tickstock.quality.SecondSource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Compares stored bars with another vendor's.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares stored bars with another vendor's: a sample of all of each class of liquidity, and the bars in doubt.",
      "Daily ones with day or per-ticker files, minutes with minute files. Bars agree within a tick, 0.01 dollars (0.0001 below 1",
      "dollar); volumes count where they are 3 times apart. What the source contradicts becomes a finding, and is resolved when it",
      "agrees later. A folder of adjusted prices, other tickers, days, times or intervals is refused, and nothing is stored.",
      "Exits with 3 when a compared bar is contradicted."
    },
    footer = {
      "",
      "Example: tickstock quality compare /data/other-vendor --from 2024-01-02 --to 2024-12-31",
      "         tickstock quality compare --history"
    })
final class QualityCompareCommand implements Callable<Integer> {
  private static final int SHOWN = 30;
  private static final MathContext DIGITS = new MathContext(3);

  private final Program program;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "The other vendor's folder, as --from-files of 'tickstock load' takes it.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--interval",
      paramLabel = "day|minute",
      description = "Which bars: day (the default) or minute.")
  private BarInterval interval = BarInterval.DAY;

  @Option(
      names = "--history",
      description = "Show what earlier comparisons measured, and compare nothing.")
  private boolean history;

  @Mixin private DateRangeOptions dates = new DateRangeOptions();

  @Mixin private InstrumentOptions instruments = new InstrumentOptions();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Bars to draw; 100,000 if left out. 38,411 that all agree show that fewer than 0.01 %% are other ones.")
  private int sample = SecondSource.SAMPLE;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed draws the same bars; 1 if left out.")
  private long seed = 1;

  @Option(
      names = "--name",
      paramLabel = "SOURCE",
      description =
          "What the source is called in findings and history; the folder's name if left out.")
  private Optional<String> name = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityCompareCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    return QualityCommand.refusable(
        () -> history ? history(output.format()) : compare(output.format()));
  }

  private int history(Format format) {
    if (folder.isPresent()) {
      throw new Misuse("--history compares nothing: leave the folder out");
    }
    var database = databases.database(program);
    var table =
        Table.of(
            "at",
            "source",
            "interval",
            "first",
            "last",
            ">names",
            ">sampled",
            ">agreed",
            ">disagreed",
            ">discrepancy_percent",
            ">low",
            ">high",
            "claim_shown",
            ">risky",
            ">risky_disagreed",
            ">missing_here",
            ">missing_there",
            ">seed");
    SecondSource.history(database, List.of(BarInterval.values()), SHOWN)
        .forEach(one -> row(table, one));
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  private SecondSource source(Database database) {
    return new SecondSource(database, program.finality(database).calendars(), program.clock());
  }

  private static void row(Table table, Comparison one) {
    var sampled = one.sampled();
    var discrepancy = sampled.discrepancy();
    table.row(
        one.at(),
        one.source(),
        one.interval().word(),
        one.range().first(),
        one.range().last(),
        one.names(),
        sampled.compared(),
        sampled.agreed(),
        sampled.disagreed(),
        percent(discrepancy.rate()),
        percent(discrepancy.low()),
        percent(discrepancy.high()),
        one.isClaimShown(),
        one.risky().compared(),
        one.risky().disagreed(),
        one.missingHere(),
        one.missingThere(),
        one.seed());
  }

  private int compare(Format format) {
    var given = folder.orElseThrow(() -> new Misuse("say with which folder, or --history"));
    instruments.requireOneWay();
    var now = program.clock().instant();
    dates.requireSensible(now);
    var database = databases.database(program);
    Optional<DateRange> range = dates.rangeOfFiles(program.finality(database), now, program.err());
    var known = instruments.known(database, now);
    var called =
        name.orElseGet(() -> String.valueOf(given.toAbsolutePath().normalize().getFileName()));
    var result =
        source(database)
            .compare(
                new SecondSource.Asked(
                    given,
                    interval,
                    called,
                    range,
                    known,
                    sample,
                    seed,
                    "quality compare " + given));
    groups(result.comparison()).print(format, program.out());
    talk(result);
    boolean isContradicted =
        result.comparison().groups().stream().anyMatch(group -> group.disagreed() > 0);
    return isContradicted ? ExitCode.DONE_IN_PART : ExitCode.DONE;
  }

  private static Table groups(Comparison comparison) {
    var table =
        Table.of(
            "bars",
            "of",
            ">compared",
            ">agreed",
            ">disagreed",
            ">closes_apart",
            ">volumes_apart",
            ">missing_there",
            ">agreement_percent",
            ">low",
            ">high");
    for (var group : comparison.groups()) {
      var agreement = group.agreement();
      table.row(
          group.bars(),
          group.category().toLowerCase(Locale.ROOT),
          group.compared(),
          group.agreed(),
          group.disagreed(),
          group.closesApart(),
          group.volumesApart(),
          group.missing(),
          percent(agreement.rate()),
          percent(agreement.low()),
          percent(agreement.high()));
    }
    return table;
  }

  private void talk(SecondSource.Result result) {
    var comparison = result.comparison();
    var discrepancy = comparison.sampled().discrepancy();
    var err = program.err();
    err.println(
        comparison.range()
            + " with "
            + comparison.source()
            + (comparison.interval() == BarInterval.DAY ? "" : ", minutes")
            + ": "
            + Words.count(comparison.names(), "name")
            + "; "
            + Words.count(comparison.newFindings(), "new finding")
            + ", "
            + comparison.resolved()
            + " resolved");
    if (discrepancy.all() > 0) {
      err.println(
          "discrepancy of the sample %s %%, with 95 %% confidence from %s %% to %s %%"
              .formatted(
                  text(percent(discrepancy.rate())),
                  text(percent(discrepancy.low())),
                  text(percent(discrepancy.high()))));
      err.println(claim(comparison, discrepancy.neededBelow(Comparison.CLAIM)));
    }
    result.notes().forEach(err::println);
    err.flush();
  }

  private static String claim(Comparison comparison, OptionalLong needed) {
    var sampled = comparison.sampled();
    return comparison.isClaimShown()
        ? "less than 0.01 %% is shown: %,d bars are enough with %,d that disagree"
            .formatted(needed.orElse(0), sampled.disagreed())
        : "less than 0.01 %% is not shown by %,d bars: with %,d that disagree %,d are needed"
            .formatted(sampled.compared(), sampled.disagreed(), needed.orElse(0));
  }

  private static String text(OptionalDouble percent) {
    return percent.isPresent()
        ? new BigDecimal(percent.getAsDouble()).round(DIGITS).stripTrailingZeros().toPlainString()
        : "?";
  }

  /// To six digits, so that 99.9962 can be told from 100.
  private static OptionalDouble percent(double part) {
    return Double.isNaN(part)
        ? OptionalDouble.empty()
        : OptionalDouble.of(BigDecimal.valueOf(100 * part).round(new MathContext(6)).doubleValue());
  }
}
