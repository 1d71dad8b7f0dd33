package ai.tickstock.cli;

import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Asks the vendor for the details of companies.
@Command(
    name = "details",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the vendor for what its lists lack: shares outstanding, SIC code, sector, date of the listing.",
      "Market caps and the universes by sector, industry and size need it. One call each; what was answered is",
      "stored as it comes, so that a command that was stopped goes on where it was with --all."
    },
    footer = {
      "",
      "Example: tickstock symbols details --symbols AAPL,MSFT",
      "         tickstock symbols details --all --older 30"
    })
final class SymbolsDetailsCommand implements Callable<Integer> {
  private static final int AT_A_TIME = 100;
  private static final int SHOWN = 20;

  private final Program program;

  @ArgGroup(multiplicity = "1")
  private Asked asked = new Asked();

  @Option(
      names = "--older",
      paramLabel = "DAYS",
      description = "With --all: also those that were asked for so many days ago; 90 if left out.")
  private int older = 90;

  @Mixin private OutputOptions output = new OutputOptions();

  private static final class Asked {
    @Option(names = "--universe", paramLabel = "KEY", description = "Members of a universe.")
    private Optional<String> universe = Optional.empty();

    @Option(names = "--symbols", paramLabel = "A,B", split = ",", description = "Tickers.")
    private List<Symbol> symbols = new ArrayList<>();

    @Option(names = "--all", description = "All that trades of the category Stocks.")
    private boolean all;
  }

  SymbolsDetailsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var symbols = symbols();
    program.err().println("asking for the details of " + Words.count(symbols.size(), "instrument"));
    var kept = new ArrayList<ListingDetails>();
    var failed = new ArrayList<String>();
    int changed = 0;
    int answered = 0;
    for (var symbol : symbols) {
      switch (program.vendor().provider().details(symbol, Optional.empty())) {
        case Answer.Given<ListingDetails> given -> {
          answered++;
          kept.add(given.value());
        }
        case Answer.Failed<ListingDetails>(var failure, _) -> failed.add(symbol + ": " + failure);
      }
      if (kept.size() == AT_A_TIME) {
        changed += stored(kept);
        kept.clear();
      }
    }
    changed += stored(kept);
    Table.of(">asked", ">answered", ">changed", ">failed")
        .row(symbols.size(), answered, changed, failed.size())
        .print(format, program.out());
    failed.stream().limit(SHOWN).forEach(program.err()::println);
    if (failed.size() > SHOWN) {
      program.err().println("and " + (failed.size() - SHOWN) + " more failures");
    }
    return failed.isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private int stored(List<ListingDetails> details) {
    return details.isEmpty()
        ? 0
        : ListingSync.postgres(program.databaseOfVendor())
            .details(details, new ListSource(program.vendor().name(), program.clock().instant()))
            .changed();
  }

  private List<Symbol> symbols() {
    var database = program.databaseOfVendor();
    if (asked.universe.isPresent()) {
      var members =
          AskedInstruments.ofUniverse(database, asked.universe.get(), program.clock().instant());
      if (!members.unknown().isEmpty()) {
        program.err().println("not known here: " + String.join(", ", members.unknown()));
      }
      return List.copyOf(members.found().values());
    }
    if (!asked.all) {
      return List.copyOf(AskedInstruments.bySymbol(database, asked.symbols).found().values());
    }
    var types = EquityTypes.postgres(database);
    types.seed();
    var processing = types.now();
    var before = program.clock().instant().minus(Duration.ofDays(older));
    return Instruments.postgres(database).all(InstrumentFilter.TRADING).stream()
        .filter(one -> processing.category(one) == EquityCategory.STOCKS)
        .filter(one -> one.detailsAt().filter(before::isBefore).isEmpty())
        .map(Instrument::symbol)
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
