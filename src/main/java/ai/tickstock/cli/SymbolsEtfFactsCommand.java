package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.FundProfiles;
import ai.tickstock.jobs.FundProfiles.Taken;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Asks the vendor for profiles of funds.
@Command(
    name = "etf-facts",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the vendor what it knows of funds: issuer, size, expenses, category, benchmark, leverage, sectors.",
      "Its plans have that only as an addition; without it nothing is asked again and nothing changes."
    },
    footer = {
      "",
      "Example: tickstock symbols etf-facts --universe dev_etfs",
      "         tickstock symbols etf-facts --all"
    })
final class SymbolsEtfFactsCommand implements Callable<Integer> {
  private final Program program;

  @ArgGroup(multiplicity = "1")
  private Asked asked = new Asked();

  @Mixin private OutputOptions output = new OutputOptions();

  private static final class Asked {
    @Option(names = "--universe", paramLabel = "KEY", description = "The funds of a universe.")
    private Optional<String> universe = Optional.empty();

    @Option(names = "--symbols", paramLabel = "A,B", split = ",", description = "One call a fund.")
    private List<Symbol> symbols = new ArrayList<>();

    @Option(
        names = "--all",
        description = "All funds that were processed on the latest day: one call for 5,000.")
    private boolean all;
  }

  SymbolsEtfFactsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var database = program.databaseOfVendor();
    var profiles =
        new FundProfiles(
            database,
            program.marketInformation(),
            Calendars.postgres(database).of(Mic.XNYS),
            program.clock());
    var answer = asked.all ? profiles.latest() : profiles.of(funds(database));
    return switch (answer) {
      case Answer.Failed<Taken>(var failure, _) -> failed(failure);
      case Answer.Given<Taken>(var taken, _, _) -> {
        print(taken, format);
        yield ExitCode.DONE;
      }
    };
  }

  private Collection<Symbol> funds(Database database) {
    if (asked.universe.isEmpty()) {
      return AskedInstruments.bySymbol(database, asked.symbols).found().values();
    }
    var members =
        AskedInstruments.ofUniverse(database, asked.universe.get(), program.clock().instant());
    if (!members.unknown().isEmpty()) {
      program.err().println("not known here: " + String.join(", ", members.unknown()));
    }
    return members.found().values();
  }

  private void print(Taken taken, Format format) {
    var count = taken.count();
    Table.of(
            ">profiles",
            ">funds",
            ">added",
            ">changed",
            ">unchanged",
            ">older",
            ">unknown",
            ">no_funds",
            ">calls")
        .row(
            taken.profiles(),
            count.funds(),
            count.added(),
            count.changed(),
            count.unchanged(),
            count.older(),
            count.unknown().size(),
            count.noFunds().size(),
            taken.calls())
        .print(format, program.out());
    if (!taken.without().isEmpty()) {
      program.err().println("without a profile: " + words(taken.without()));
    }
    if (!count.unknown().isEmpty()) {
      program.err().println("not known here: " + String.join(", ", count.unknown()));
    }
    if (!count.noFunds().isEmpty()) {
      program.err().println("no funds here: " + String.join(", ", count.noFunds()));
    }
  }

  private static String words(List<Symbol> symbols) {
    return String.join(", ", symbols.stream().map(Symbol::ticker).toList());
  }

  private int failed(ProviderFailure failure) {
    if (failure.kind() == ProviderFailure.Kind.NOT_ENTITLED_ENDPOINT) {
      program
          .err()
          .println(
              "the vendor's plan does not include profiles of funds; nothing changed."
                  + " 'tickstock symbols import-etf FILE' takes them from a file");
      return ExitCode.DONE;
    }
    program.err().println("tickstock: no profiles, nothing changed: " + failure);
    return ExitCode.FAILED;
  }
}
