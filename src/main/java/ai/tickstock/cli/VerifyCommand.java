package ai.tickstock.cli;

import ai.tickstock.bars.CellState;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.FundProfiles;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Loads a sample and checks that all of it is there.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Loads a sample and checks that all of it is there.",
    footer = {"", "Example: tickstock verify etf"})
final class VerifyCommand {
  /// Universes of funds that have members before any rule was run.
  private static final String SEEDED =
      "etf_core,etf_sectors,etf_broad_market,etf_bonds,etf_growth,etf_value,etf_international,"
          + "etf_commodities,etf_sector";

  private final Program program;

  VerifyCommand(Program program) {
    this.program = program;
  }

  /// @param found in words; @param isOk empty where it could not be checked
  private record Check(String what, String expected, String found, Optional<Boolean> isOk) {}

  @Command(
      name = "etf",
      mixinStandardHelpOptions = true,
      description = {
        "Loads 50 ETFs over a year of daily bars and checks types, bars, coverage and facts.",
        "Facts of funds are asked for where the plan has them, and each must have a source and a date. What is stored already is not loaded again.",
        "Exits with 3 when a check fails."
      },
      footer = {
        "",
        "Example: tickstock verify etf",
        "         tickstock verify etf --universe etf_sectors --months 3"
      })
  int etf(
      @Option(
              names = "--universe",
              paramLabel = "KEY",
              defaultValue = SEEDED,
              description = "Whose members, by ticker; the lists that come along if left out.")
          String universe,
      @Option(
              names = "--most",
              paramLabel = "COUNT",
              defaultValue = "50",
              description = "How many of them; 50 if left out.")
          int most,
      @Option(
              names = "--months",
              paramLabel = "N",
              defaultValue = "12",
              description = "Up to the last final session; 12 if left out.")
          int months,
      @Mixin OutputOptions output)
      throws InterruptedException {
    var format = output.format();
    if (most < 1 || months < 1 || months > 240) {
      throw new Misuse("--most is 1 or more and --months from 1 to 240");
    }
    var now = program.clock().instant();
    var database = program.databaseOfVendor();
    var last = program.finality(database).lastFinal(now);
    var range = new DateRange(last.minusMonths(months).plusDays(1), last);
    var symbols = members(database, universe).stream().sorted().limit(most).toList();
    if (symbols.isEmpty()) {
      throw new Misuse("nobody belongs to " + universe + " today; 'tickstock universe list' tells");
    }
    var result = load(universe, symbols, range);
    if (!(result instanceof LoadResult.Finished)) {
      return LoadSummaryPrinter.print(result, format, program.out(), program.err());
    }
    var funds = new LinkedHashMap<>(AskedInstruments.ofUniverse(database, universe, now).found());
    funds.values().retainAll(symbols);
    var checks = new ArrayList<Check>();
    var report =
        CoverageReports.postgres(database, program.finality(database), program.clock())
            .report(BarInterval.DAY, funds, range, CoverageReports.Expect.WHOLE_RANGE);
    checks.add(types(report, symbols.size()));
    checks.addAll(bars(report));
    checks.add(facts(database, funds));
    var table = Table.of("check", "expected", "found", "ok");
    checks.forEach(one ->
        table.row(
            one.what(),
            one.expected(),
            one.found(),
            one.isOk().map(ok -> ok ? "yes" : "NO").orElse("not checked")));
    table.print(format, program.out());
    boolean failed = checks.stream().anyMatch(one -> one.isOk().equals(Optional.of(false)));
    return failed ? ExitCode.DONE_IN_PART : ExitCode.DONE;
  }

  private LoadResult load(String universe, List<Symbol> symbols, DateRange range)
      throws InterruptedException {
    var request =
        new LoadRequest(
            "verify etf, " + symbols.size() + " of " + universe,
            new LoadRequest.Target.Symbols(symbols),
            BarInterval.DAY,
            range,
            LoadRequest.Priority.NORMAL,
            Optional.empty(),
            false);
    try (var display = ProgressObserver.of(program)) {
      return program.loader().load(request, display);
    }
  }

  /// Also those that no list named so far: the load asks for them.
  private List<Symbol> members(Database database, String universe) {
    var universes = Universes.postgres(database);
    universes.seed();
    return switch (universes.resolve(universe, Bar.dateOf(program.clock().instant()))) {
      case Resolution.Unknown nothing -> throw AskedUniverse.refused(nothing);
      case Resolution.Ambiguous ambiguous -> throw AskedUniverse.refused(ambiguous);
      case Resolution.Members(var members) ->
          members.stream().map(Member::symbol).distinct().toList();
    };
  }

  private static Check types(CoverageReport report, int asked) {
    var others =
        report.lines().stream()
            .filter(line -> line.category() != EquityCategory.ETFS)
            .map(line -> line.symbol().ticker())
            .toList();
    int funds = report.lines().size() - others.size();
    return new Check(
        "types of funds",
        asked + " ETFs",
        funds + (others.isEmpty() ? "" : "; not: " + String.join(", ", others)),
        Optional.of(funds == asked && asked > 0));
  }

  private static List<Check> bars(CoverageReport report) {
    var total = report.total();
    var without =
        report.lines().stream()
            .filter(line -> line.firstBar().isEmpty())
            .map(line -> line.symbol().ticker())
            .toList();
    int explained = total.of(CellState.CONFIRMED_EMPTY) + total.of(CellState.ACCEPTED);
    return List.of(
        new Check(
            "funds with bars",
            Integer.toString(report.lines().size()),
            (report.lines().size() - without.size())
                + (without.isEmpty() ? "" : "; without: " + String.join(", ", without)),
            Optional.of(without.isEmpty())),
        new Check(
            "sessions stored or explained",
            Integer.toString(total.expected()),
            total.stored() + " stored, " + explained + " without a trade",
            Optional.of(total.stored() + explained == total.expected())));
  }

  private Check facts(Database database, Map<InstrumentId, Symbol> funds) {
    var facts = EtfFacts.postgres(database);
    var profiles =
        new FundProfiles(
            database,
            program.marketInformation(),
            Calendars.postgres(database).of(Mic.XNYS),
            program.clock());
    var words = "";
    if (profiles.latest() instanceof Answer.Failed<FundProfiles.Taken>(var failure, _)) {
      words =
          failure.kind() == Kind.NOT_ENTITLED_ENDPOINT
              ? "; the plan has no profiles, 'tickstock symbols import-etf FILE' takes a file"
              : "; no profiles: " + failure;
    }
    int with = 0;
    int all = 0;
    int undated = 0;
    for (var fund : funds.keySet()) {
      List<EtfFacts.Known> known = facts.of(fund);
      with += known.isEmpty() ? 0 : 1;
      all += known.size();
      undated += (int) known.stream().filter(one -> one.source().isBlank()).count();
    }
    return new Check(
        "facts with source and date",
        "all that are known",
        all + " facts of " + with + " funds, " + undated + " without" + words,
        all == 0 ? Optional.empty() : Optional.of(undated == 0));
  }
}
