package ai.tickstock.cli;

import ai.tickstock.jobs.FundProfiles;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.EtfProfileRow;
import ai.tickstock.provider.FundFacts;
import ai.tickstock.provider.ProviderFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final String SOURCE = "vendor";

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

  private record Profiles(List<EtfProfileRow> rows, List<Symbol> without, int calls) {}

  @Override
  public Integer call() {
    var format = output.format();
    var database = program.databaseOfVendor();
    Answer<Profiles> answer;
    if (asked.all) {
      answer = latest();
    } else {
      Map<InstrumentId, Symbol> found;
      if (asked.universe.isPresent()) {
        var members =
            AskedInstruments.ofUniverse(database, asked.universe.get(), program.clock().instant());
        if (!members.unknown().isEmpty()) {
          program.err().println("not known here: " + String.join(", ", members.unknown()));
        }
        found = members.found();
      } else {
        found = AskedInstruments.bySymbol(database, asked.symbols).found();
      }
      answer = each(List.copyOf(found.values()));
    }
    return switch (answer) {
      case Answer.Failed<Profiles>(var failure, _) -> failed(failure);
      case Answer.Given<Profiles>(var profiles, _, _) -> {
        var count =
            EtfFacts.postgres(database)
                .take(profiles.rows().stream().map(FundFacts::of).toList(), SOURCE);
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
                profiles.rows().size(),
                count.funds(),
                count.added(),
                count.changed(),
                count.unchanged(),
                count.older(),
                count.unknown().size(),
                count.noFunds().size(),
                profiles.calls())
            .print(format, program.out());
        if (!profiles.without().isEmpty()) {
          program.err().println("without a profile: " + words(profiles.without()));
        }
        if (!count.unknown().isEmpty()) {
          program.err().println("not known here: " + String.join(", ", count.unknown()));
        }
        if (!count.noFunds().isEmpty()) {
          program.err().println("no funds here: " + String.join(", ", count.noFunds()));
        }
        yield ExitCode.DONE;
      }
    };
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

  private Answer<Profiles> latest() {
    var now = program.clock().instant();
    var calendar = program.calendar(Mic.XNYS);
    return switch (FundProfiles.latest(
        program.marketInformation(), calendar, Bar.dateOf(now), now)) {
      case Answer.Failed<FundProfiles> failed -> failed.as();
      case Answer.Given<FundProfiles>(var profiles, var cost, var at) ->
          new Answer.Given<>(new Profiles(profiles.rows(), List.of(), profiles.calls()), cost, at);
    };
  }

  private Answer<Profiles> each(List<Symbol> symbols) {
    var information = program.marketInformation();
    var rows = new ArrayList<EtfProfileRow>();
    var without = new ArrayList<Symbol>();
    var cost = Answer.Cost.NONE;
    for (var symbol : symbols) {
      switch (information.etfProfile(symbol)) {
        case Answer.Failed<Optional<EtfProfileRow>> failed -> {
          return failed.as();
        }
        case Answer.Given<Optional<EtfProfileRow>>(var row, var one, _) -> {
          cost = cost.plus(one);
          row.ifPresentOrElse(rows::add, () -> without.add(symbol));
        }
      }
    }
    return new Answer.Given<>(
        new Profiles(rows, without, cost.calls()), cost, program.clock().instant());
  }
}
