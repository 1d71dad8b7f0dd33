package ai.tickstock.cli;

import ai.tickstock.listing.ChangeRefused;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingChanges;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Decisions about who is who, each below `symbols`.
abstract class SymbolsDecision implements Callable<Integer> {
  final Program program;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; kept with the decision. Needed.")
  private Optional<String> reason = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();

  SymbolsDecision(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var because = reason(reason);
    var changes = SymbolsChangesCommand.of(program, databases);
    return carriedOut(program, () -> words(changes.outcome(decide(changes, because))));
  }

  final DatabaseChoice databases() {
    return databases;
  }

  abstract ListingChanges.Decided decide(ListingChanges changes, String because);

  Instrument instrument(String text) {
    return InstrumentArgument.parse(text).find(Instruments.postgres(databases.database(program)));
  }

  /// @throws Misuse without words
  static String reason(Optional<String> given) {
    return given
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new Misuse("a decision needs --reason TEXT"));
  }

  static int carriedOut(Program program, Supplier<String> decision) {
    try {
      program.out().println(decision.get());
      return ExitCode.DONE;
    } catch (ChangeRefused refused) {
      program.err().println("tickstock: " + refused.getMessage());
      return ExitCode.FAILED;
    }
  }

  /// Each instrument in a line, then how many bars went from one to the other.
  static String words(ListingChanges.Plan outcome) {
    var decided = outcome.decided();
    return words(decided.kept(), outcome.kept())
        + decided
            .other()
            .flatMap(other -> outcome.other().map(side -> "\n" + words(other, side)))
            .orElse("")
        + "\n"
        + Words.count(decided.bars(), "bar")
        + " moved";
  }

  private static String words(InstrumentId instrument, ListingChanges.Side side) {
    return "instrument "
        + instrument.value()
        + ": "
        + (side.tickers().isEmpty()
            ? "no ticker"
            : side.tickers().stream()
                .map(span ->
                    span.symbol()
                        + " "
                        + span.from().map(LocalDate::toString).orElse("")
                        + ".."
                        + span.to().map(LocalDate::toString).orElse(""))
                .collect(Collectors.joining(", ")))
        + side.bars().map(bars -> "; bars " + bars).orElse("; no bars");
  }

  @Command(
      name = "undo",
      mixinStandardHelpOptions = true,
      description = "Takes a change back, with the bars and the coverage that went along.",
      footer = {"", "Example: tickstock symbols undo 12 --reason \"two companies\""})
  static final class Undo extends SymbolsDecision {
    @Parameters(paramLabel = "ID", description = "As 'symbols changes' shows it.")
    private int id;

    Undo(Program program) {
      super(program);
    }

    @Override
    ListingChanges.Decided decide(ListingChanges changes, String because) {
      return changes.undo(id, program.operator(), because);
    }
  }

  /// Of those that can be planned.
  abstract static class Planned extends SymbolsDecision {
    @Option(names = "--plan", description = "Say what would change, and change nothing.")
    private boolean plan;

    Planned(Program program) {
      super(program);
    }

    @Override
    public final Integer call() {
      return plan
          ? carriedOut(
              program,
              () -> "would be:\n" + words(plan(SymbolsChangesCommand.of(program, databases()))))
          : super.call();
    }

    abstract ListingChanges.Plan plan(ListingChanges changes);
  }

  @Command(
      name = "join",
      mixinStandardHelpOptions = true,
      description = {
        "Makes one instrument of two that were found to be the same.",
        "Tickers, bars, coverage and what was known before go to the earlier one."
      },
      footer = {
        "",
        "Example: tickstock symbols join CEIX CNR --reason \"renamed after the merger\""
      })
  static final class Join extends Planned {
    @Parameters(index = "0", paramLabel = "EARLIER", description = "SYMBOL or SYMBOL@DATE.")
    private String earlier = "";

    @Parameters(index = "1", paramLabel = "LATER", description = "SYMBOL or SYMBOL@DATE.")
    private String later = "";

    @Option(
        names = "--on",
        paramLabel = "DATE",
        description = "First date of the later ticker; as far as it is known otherwise.")
    private Optional<LocalDate> on = Optional.empty();

    Join(Program program) {
      super(program);
    }

    @Override
    ListingChanges.Decided decide(ListingChanges changes, String because) {
      return changes.join(
          instrument(earlier).id(), instrument(later).id(), on, program.operator(), because);
    }

    @Override
    ListingChanges.Plan plan(ListingChanges changes) {
      return changes.planJoin(instrument(earlier).id(), instrument(later).id(), on);
    }
  }

  @Command(
      name = "part",
      mixinStandardHelpOptions = true,
      description = {
        "Makes two instruments of one that was found to be two, one after the other.",
        "What is dated from that day on becomes a new instrument's."
      },
      footer = {
        "",
        "Example: tickstock symbols part META --from 2022-06-09 --reason \"a fund before\""
      })
  static final class Part extends Planned {
    @Parameters(paramLabel = "SYMBOL", description = "SYMBOL or SYMBOL@DATE.")
    private String symbol = "";

    @Option(
        names = "--from",
        paramLabel = "DATE",
        required = true,
        description = "First date of the later one.")
    private LocalDate from = LocalDate.EPOCH;

    Part(Program program) {
      super(program);
    }

    @Override
    ListingChanges.Decided decide(ListingChanges changes, String because) {
      return changes.part(instrument(symbol).id(), from, program.operator(), because);
    }

    @Override
    ListingChanges.Plan plan(ListingChanges changes) {
      return changes.planPart(instrument(symbol).id(), from);
    }
  }
}
