package ai.tickstock.cli;

import ai.tickstock.listing.EtfFacts;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows funds by what is known of them.
@Command(
    name = "etfs",
    mixinStandardHelpOptions = true,
    description = {
      "Lists funds by type or size, the stocks and funds of a sector, or all that sources say of one fund.",
      "Types and sectors are what 'tickstock universe refresh' found."
    },
    footer = {
      "",
      "Example: tickstock symbols etfs --type bonds --most 10",
      "         tickstock symbols etfs --facts-of SPY"
    })
final class SymbolsEtfsCommand implements Callable<Integer> {
  private final Program program;

  @ArgGroup(multiplicity = "1")
  private Asked asked = new Asked();

  @Option(
      names = "--most",
      paramLabel = "COUNT",
      defaultValue = "50",
      description = "How many funds of a type or size; 50 otherwise.")
  private int most;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  private static final class Asked {
    @Option(
        names = "--type",
        paramLabel = "TYPE",
        description = "A theme without etf_, such as bonds; the largest first.")
    private Optional<String> type = Optional.empty();

    @Option(
        names = "--min-aum",
        paramLabel = "MILLIONS",
        description = "Funds of that many million dollars and more; the largest first.")
    private Optional<BigDecimal> leastAum = Optional.empty();

    @Option(
        names = "--sector",
        paramLabel = "SECTOR",
        description = "Stocks of the sector and the funds that follow it, such as Technology.")
    private Optional<String> sector = Optional.empty();

    @Option(
        names = "--facts-of",
        paramLabel = "SYMBOL[@DATE]",
        description = "What each source says of one fund.")
    private Optional<String> one = Optional.empty();
  }

  SymbolsEtfsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (most < 1) {
      throw new Misuse("--most is 1 or more, not " + most);
    }
    var format = output.format();
    var database = databases.database(program);
    var facts = EtfFacts.postgres(database);
    if (asked.one.isPresent()) {
      var fund = InstrumentArgument.parse(asked.one.get()).find(Instruments.postgres(database));
      var table = Table.of("fact", "value", "unit", "source", "as_of");
      var known = facts.of(fund.id());
      for (var one : known) {
        table.row(
            one.fact().name(),
            one.fact().value(),
            one.fact().unit().word(),
            one.source(),
            one.asOf());
      }
      table.print(format, program.out());
      if (known.stream().noneMatch(k -> k.fact().name().equals("market_cap"))) {
        program
            .err()
            .println(
                "market_cap of "
                    + fund
                    + " is not known: no source gave shares_outstanding and nav of one day");
      }
      return ExitCode.DONE;
    }
    var funds =
        asked.type.isPresent()
            ? facts.ofType(asked.type.get(), most)
            : asked.leastAum.isPresent()
                ? facts.largest(asked.leastAum.get(), most)
                : facts.inSector(asked.sector.orElse(""));
    var table =
        Table.of(
            "symbol",
            "name",
            "type",
            "etf_type",
            "issuer",
            ">aum_millions",
            ">expense_ratio",
            "underlying_index",
            "sector",
            "as_of");
    for (var fund : funds) {
      table.row(
          fund.symbol(),
          fund.name(),
          fund.type(),
          fund.etfType(),
          fund.issuer(),
          fund.aumMillions(),
          fund.expenseRatio(),
          fund.underlyingIndex(),
          fund.sector(),
          fund.asOf());
    }
    table.print(format, program.out());
    return ExitCode.DONE;
  }
}
