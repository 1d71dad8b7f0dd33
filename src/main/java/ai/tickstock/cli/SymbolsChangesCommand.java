package ai.tickstock.cli;

import ai.tickstock.jobs.BarsAndMemberships;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingChanges;
import ai.tickstock.listing.RecordedChange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What lists and people changed.
@Command(
    name = "changes",
    mixinStandardHelpOptions = true,
    description =
        "Shows what lists changed: new, renamed, delisted instruments, with what speaks for it.",
    footer = {"", "Example: tickstock symbols changes --since 2025-01-01 --kind renamed"})
final class SymbolsChangesCommand implements Callable<Integer> {
  private static final LocalDate SINCE_EVER = LocalDate.EPOCH;

  private final Program program;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Found in lists of that date or later.")
  private Optional<LocalDate> since = Optional.empty();

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description =
          "Only these: listed, renamed, recycled, adopted, delisted, listed_again, left_list, returned, exchange, type, name, joined, parted.")
  private List<String> kinds = new ArrayList<>();

  @Option(
      names = "--symbol",
      paramLabel = "SYMBOL",
      description = "Only of this ticker's instrument.")
  private Optional<String> symbol = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();

  @Mixin private OutputOptions output = new OutputOptions();

  SymbolsChangesCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var wanted = kinds.stream().map(SymbolsChangesCommand::kind).toList();
    var database = databases.database(program);
    var instrument =
        symbol.map(s -> InstrumentArgument.parse(s).find(Instruments.postgres(database)).id());
    var table =
        Table.of(
            ">id",
            "list",
            "kind",
            "symbol",
            ">instrument",
            "before",
            "after",
            "on",
            ">confidence",
            "evidence",
            "undone");
    for (var change : of(program, databases).since(since.orElse(SINCE_EVER))) {
      if ((wanted.isEmpty() || wanted.contains(change.kind()))
          && (instrument.isEmpty() || concerns(change, instrument.get()))) {
        table.row(
            change.id(),
            change.listDate(),
            change.kind().word(),
            change.symbol(),
            change.instrument().value(),
            change.before(),
            change.after(),
            change.on(),
            String.format(Locale.ROOT, "%.2f", change.confidence()),
            change.evidence(),
            change.undoneBecause());
      }
    }
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  static ListingChanges of(Program program, DatabaseChoice databases) {
    var database = databases.database(program);
    return ListingChanges.postgres(database, new BarsAndMemberships(database), program.clock());
  }

  private static boolean concerns(RecordedChange change, InstrumentId instrument) {
    return change.instrument().equals(instrument)
        || change.other().filter(instrument::equals).isPresent();
  }

  private static RecordedChange.Kind kind(String word) {
    return Arrays.stream(RecordedChange.Kind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new Misuse(
                "'"
                    + word
                    + "' is no kind of change; there are "
                    + Arrays.stream(RecordedChange.Kind.values())
                        .map(RecordedChange.Kind::word)
                        .collect(Collectors.joining(", "))));
  }
}
