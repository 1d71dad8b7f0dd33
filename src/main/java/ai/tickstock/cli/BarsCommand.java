package ai.tickstock.cli;

import ai.tickstock.bars.AdjustedBars;
import ai.tickstock.bars.Adjustment;
import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.database.Database;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints stored bars.
@Command(
    name = "bars",
    mixinStandardHelpOptions = true,
    description = "Prints stored bars: as traded, or adjusted for splits and dividends.",
    footer = {
      "",
      "Example: tickstock bars AAPL --from 2020-08-28 --to 2020-08-31 --adjusted splits"
    })
final class BarsCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      paramLabel = "SYMBOL[@DATE]",
      description = "A ticker; with a date its holder on that date.")
  private String symbol = "";

  @Option(
      names = "--interval",
      paramLabel = "day|minute",
      description = "Length of a bar: day (the default) or minute (starts are UTC).")
  private BarInterval interval = BarInterval.DAY;

  @Mixin private DateRangeOptions dates = new DateRangeOptions();

  @Option(
      names = "--adjusted",
      paramLabel = "none|splits|all",
      description = "none: as traded (the default); splits; all: splits and dividends.")
  private Adjustment adjusted = Adjustment.NONE;

  @Option(
      names = "--known-at",
      paramLabel = "INSTANT",
      description = "What was known then, e.g. 2024-01-31T21:00:00Z.")
  private Optional<Instant> knownAt = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  BarsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var now = program.clock().instant();
    dates.requireSensible(now);
    var today = Bar.dateOf(now);
    var database = databases.database(program);
    var asked = dates.range(program.finality(database), now, program.err());
    var instruments = Instruments.postgres(database);
    var argument = InstrumentArgument.parse(symbol);
    var instrument = argument.find(instruments);
    if (!argument.symbol().equals(instrument.symbol())) {
      program.err().println(argument.symbol() + " was a ticker of what is " + instrument + " now");
    }
    var store = BarStore.postgres(database);
    var range = asked.orElse(new DateRange(DateRange.ALWAYS.first(), today));
    var raw = read(database, instrument, range);
    if (raw.isEmpty() && interval == BarInterval.MINUTE) {
      program.err().println(nothing(database, instrument, asked));
      print(List.of(), List.of(), "raw", format);
      return ExitCode.DONE;
    }
    if (raw.isEmpty()) {
      return withoutRaw(database, instrument, range, asked, format);
    }
    if (adjusted == Adjustment.NONE) {
      print(raw, raw.stream().map(StoredBar::bar).toList(), "raw", format);
      return ExitCode.DONE;
    }
    var actions = CorporateActions.postgres(database);
    warnIfNeverAsked(actions, instrument, new DateRange(raw.getFirst().bar().session(), today));
    // A later dividend needs the close before it, whatever range is shown.
    var closes =
        store
            .read(
                instrument.id(),
                new DateRange(raw.getFirst().bar().session().minusDays(10), today),
                knownAt)
            .stream()
            .map(StoredBar::bar)
            .toList();
    var facts = actions.of(instrument.id());
    var result =
        AdjustedBars.of(
            raw.stream().map(StoredBar::bar).toList(),
            closes,
            facts.splits(),
            facts.dividends(),
            adjusted,
            today);
    result
        .skipped()
        .forEach(skipped ->
            program
                .err()
                .println(
                    "warning: the dividend of "
                        + skipped.dividend().exDate()
                        + " was left out ("
                        + Words.of(skipped.reason())
                        + "): prices before it are too high by its part"));
    print(
        raw, result.bars(), adjusted == Adjustment.SPLITS ? "splits" : "splits_dividends", format);
    return ExitCode.DONE;
  }

  private int withoutRaw(
      Database database,
      Instrument instrument,
      DateRange range,
      Optional<DateRange> asked,
      Format format) {
    var bySource = BarStore.postgres(database).readSourceAdjusted(instrument.id(), range);
    var err = program.err();
    if (bySource.isEmpty() || knownAt.isPresent()) {
      err.println(nothing(database, instrument, asked));
      print(List.of(), List.of(), "raw", format);
    } else if (adjusted == Adjustment.SPLITS) {
      err.println(
          "these bars were adjusted for splits by their source; as traded they are not stored");
      print(bySource, bySource.stream().map(StoredBar::bar).toList(), "split_adjusted", format);
    } else {
      err.println(
          "of "
              + instrument.symbol()
              + " only bars that their source had adjusted for splits are stored, "
              + bySource.size()
              + " of them: --adjusted splits prints them");
      print(List.of(), List.of(), "raw", format);
    }
    return ExitCode.DONE;
  }

  private List<StoredBar> read(Database database, Instrument instrument, DateRange range) {
    return switch (interval) {
      case DAY -> BarStore.postgres(database).read(instrument.id(), range, knownAt);
      case MINUTE ->
          MinuteStore.postgres(database, program.finality(database).calendar())
              .read(instrument.id(), range, knownAt);
    };
  }

  private String nothing(Database database, Instrument instrument, Optional<DateRange> asked) {
    return "no "
        + (interval == BarInterval.DAY ? "daily" : "minute")
        + " bars of "
        + instrument.symbol()
        + " are stored"
        + asked.map(dates -> " in " + dates).orElse("")
        + knownAt
            .map(at -> " as known at " + at + "; without --known-at it is what is known now")
            .orElseGet(() ->
                isClosed(database, asked)
                    ? ": the exchange was closed"
                    : howToLoad(instrument, asked));
  }

  /// Whether no session lies in the asked dates, as far as the calendar knows them.
  private boolean isClosed(Database database, Optional<DateRange> asked) {
    var calendar = program.finality(database).calendar();
    return asked
        .filter(dates ->
            calendar.known().contains(dates.first()) && calendar.known().contains(dates.last()))
        .map(dates -> calendar.countSessions(dates) == 0)
        .orElse(false);
  }

  private String howToLoad(Instrument instrument, Optional<DateRange> asked) {
    return "; 'tickstock load --symbols "
        + instrument.symbol()
        + (interval == BarInterval.DAY ? "" : " --interval " + interval.word())
        + asked.map(r -> " --from " + r.first() + " --to " + r.last()).orElse(" --months 6")
        + "' loads them";
  }

  private void warnIfNeverAsked(CorporateActions actions, Instrument instrument, DateRange needed) {
    var covered =
        actions.covered(List.of(instrument.id())).getOrDefault(instrument.id(), List.of());
    boolean isCovered =
        covered.stream()
            .anyMatch(c ->
                !c.range().first().isAfter(needed.first())
                    && !c.range().last().isBefore(needed.last().minusDays(1)));
    if (!isCovered) {
      program
          .err()
          .println(
              "warning: the splits and dividends of "
                  + instrument.symbol()
                  + " in "
                  + needed
                  + " were not all asked for"
                  + (covered.isEmpty() ? "" : " (only " + covered.getFirst().range() + ")")
                  + "; the adjusted prices are as good as the "
                  + Words.count(actions.of(instrument.id()).splits().size(), "split")
                  + " that "
                  + (actions.of(instrument.id()).splits().size() == 1 ? "is" : "are")
                  + " known");
    }
  }

  private void print(List<StoredBar> stored, List<Bar> bars, String basis, Format format) {
    var table =
        Table.of(
            interval == BarInterval.DAY ? "session" : "start",
            ">open",
            ">high",
            ">low",
            ">close",
            ">volume",
            ">vwap",
            ">trades",
            "state",
            "source",
            "flags",
            "basis");
    for (int i = 0; i < bars.size(); i++) {
      var bar = bars.get(i);
      var from = stored.get(i);
      table.row(
          interval == BarInterval.DAY ? bar.session() : bar.start(),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume(),
          bar.vwap(),
          bar.trades(),
          from.provisional() ? "provisional" : "final",
          Words.of(from.source()),
          Words.of(from.suspicions()),
          basis);
    }
    table.print(format, program.out());
  }
}
