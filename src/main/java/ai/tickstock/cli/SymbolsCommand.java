package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.listing.ActionCount;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.HomeMarket;
import ai.tickstock.listing.HomeMarkets;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.Mic;
import ai.tickstock.provider.flatfile.ActionFile;
import ai.tickstock.provider.flatfile.FileRead;
import ai.tickstock.universe.Universes;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows instruments and brings their lists, splits and dividends in.
@Command(
    name = "symbols",
    mixinStandardHelpOptions = true,
    description =
        "Shows instruments; reads the vendor's list, and splits and dividends from files.",
    footer = {"", "Example: tickstock symbols show META@2021-06-01"})
final class SymbolsCommand {
  private static final String FILES = "files";
  private static final int SHOWN = 20;

  private final Program program;

  SymbolsCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows who an instrument is and what is stored of it.",
      footer = {"", "Example: tickstock symbols show META@2021-06-01"})
  int show(
      @Parameters(
              paramLabel = "SYMBOL[@DATE]",
              description = "A ticker; with a date its holder on that date.")
          String symbol,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var database = databases.database(program);
    var instruments = Instruments.postgres(database);
    var types = EquityTypes.postgres(database);
    types.seed();
    var processing = types.now();
    var one = InstrumentArgument.parse(symbol).find(instruments);
    var actions = CorporateActions.postgres(database);
    var known = actions.of(one.id());
    var covered = actions.covered(List.of(one.id())).getOrDefault(one.id(), List.of());
    var table =
        Table.of("fact", "value")
            .row("instrument", one.id().value())
            .row("symbol", one.symbol())
            .row("name", one.name())
            .row("type", one.type())
            .row("class", processing.category(one).word())
            .row("processed_as", processing.code(one))
            .row("exchange", one.exchange())
            .row("calendar", Calendars.postgres(database).followedBy(one.exchange()).exchange())
            .row("home_market", homeMarket(one))
            .row("active", one.active())
            .row("provisional", one.provisional())
            .row("listed", one.listDate())
            .row("delisted", one.delistDate())
            .row("composite_figi", one.compositeFigi())
            .row("share_class_figi", one.shareClassFigi())
            .row("cik", one.cik())
            .row("sector", one.sector())
            .row("industry", one.industry())
            .row("market_cap_usd", one.marketCap())
            .row("initial_load", one.initialLoadDate())
            .row("details_asked", one.detailsAt());
    for (var span : instruments.symbols(one.id())) {
      table.row(
          "ticker",
          span.symbol()
              + " "
              + span.from().map(LocalDate::toString).orElse("?")
              + ".."
              + span.to().map(LocalDate::toString).orElse("now")
              + ", "
              + span.reason());
    }
    var universes = Universes.postgres(database);
    universes.seed();
    universes
        .of(one, Bar.dateOf(program.clock().instant()))
        .forEach(
            held -> table.row("universe", held.universe() + " since " + held.member().since()));
    table
        .row("splits", known.splits().size())
        .row("dividends", known.dividends().size())
        .row(
            "actions_asked_for",
            covered.isEmpty()
                ? "never"
                : covered.stream()
                    .map(c -> c.range() + " from " + c.source())
                    .collect(Collectors.joining(", ")))
        .row("daily_bars", coverage(database, BarInterval.DAY, one))
        .row("minute_bars", coverage(database, BarInterval.MINUTE, one));
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  /// The exchange of what a fund of another country holds; its own sessions are those of the US.
  private static Optional<Mic> homeMarket(Instrument one) {
    return HomeMarkets.bundled()
        .of(one.symbol())
        .filter(home -> one.name().map(home::isOf).orElse(false))
        .map(HomeMarket::exchange);
  }

  private String coverage(Database database, BarInterval interval, Instrument one) {
    var reports = CoverageReports.postgres(database, program.finality(database), program.clock());
    var stored = reports.stored(interval, List.of(one.id()));
    if (stored.isEmpty()) {
      return "none stored";
    }
    var report =
        reports.report(
            interval,
            Map.of(one.id(), one.symbol()),
            stored.get(),
            CoverageReports.Expect.FROM_FIRST_BAR);
    var count = report.total();
    return stored.get()
        + ": "
        + count.stored()
        + " of "
        + Words.count(count.expected(), "expected session")
        + " stored"
        + (report.isWhole()
            ? ""
            : "; 'tickstock coverage --explain"
                + (interval == BarInterval.DAY ? "" : " --interval " + interval.word())
                + "' says what is missing");
  }

  @Command(
      name = "import-actions",
      mixinStandardHelpOptions = true,
      description = {
        "Reads splits or dividends from a CSV file, into the database of real data.",
        "Splits: ticker,execution_date,split_from,split_to. Dividends: ticker,ex_date,cash_amount."
      },
      footer = {"", "Example: tickstock symbols import-actions splits.csv"})
  int importActions(
      @Parameters(paramLabel = "FILE", description = "CSV, also compressed as .gz.") Path file,
      @Mixin OutputOptions output) {
    var format = output.format();
    return switch (ActionFile.read(file)) {
      case FileRead.Failed<ActionFile>(var failure) -> {
        program.err().println("tickstock: " + failure);
        yield ExitCode.FAILED;
      }
      case FileRead.Complete<ActionFile>(var read) -> imported(read, format);
    };
  }

  private int imported(ActionFile read, Format format) {
    var database = program.databaseForFiles();
    var actions = CorporateActions.postgres(database);
    var table =
        Table.of(
            "kind",
            ">added",
            ">corrected",
            ">unchanged",
            ">unknown_tickers",
            ">conflicts",
            ">refused");
    var splits = database.inTransaction(h -> actions.splits(h, read.splits(), FILES));
    var dividends = database.inTransaction(h -> actions.dividends(h, read.dividends(), FILES));
    boolean whole = true;
    if (!read.splits().isEmpty() || read.dividends().isEmpty()) {
      whole = counted("splits", splits, table);
    }
    if (!read.dividends().isEmpty()) {
      whole &= counted("dividends", dividends, table);
    }
    table.print(format, program.out());
    return whole ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private boolean counted(String kind, ActionCount count, Table table) {
    table.row(
        kind,
        count.added(),
        count.corrected(),
        count.unchanged(),
        count.unknownRows(),
        count.conflicts().size(),
        count.refused().size());
    if (!count.unknownTickers().isEmpty()) {
      say(
          "of tickers that nobody known here held on the date (load their bars or list first):",
          List.copyOf(count.unknownTickers().keySet()));
    }
    say(
        "in conflict with what is stored, which was kept:",
        count.conflicts().stream()
            .map(c -> c.symbol() + " " + c.date() + ": kept " + c.kept() + ", not " + c.other())
            .toList());
    say(
        "refused:",
        count.refused().stream()
            .map(r -> r.symbol() + " " + r.date() + ": " + r.reason())
            .toList());
    return count.unknownRows() == 0 && count.conflicts().isEmpty() && count.refused().isEmpty();
  }

  private void say(String title, List<?> lines) {
    if (lines.isEmpty()) {
      return;
    }
    program.err().println(title);
    lines.stream().limit(SHOWN).forEach(line -> program.err().println("  " + line));
    if (lines.size() > SHOWN) {
      program.err().println("  and " + (lines.size() - SHOWN) + " more");
    }
  }
}
