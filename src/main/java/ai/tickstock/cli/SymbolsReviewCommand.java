package ai.tickstock.cli;

import ai.tickstock.market.InstrumentId;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Doubtful cases of the lists, for somebody to decide.
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    description = {
      "Shows doubtful cases, or answers one.",
      "renamed: yes makes one instrument of both. another_name: no makes two of it from that date on."
    },
    footer = {
      "",
      "Example: tickstock symbols review",
      "         tickstock symbols review 7 yes --reason \"the company says so\""
    })
final class SymbolsReviewCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Which case.")
  private Optional<Integer> id = Optional.empty();

  @Parameters(index = "1", arity = "0..1", paramLabel = "yes|no", description = "The answer.")
  private Optional<String> answer = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the answer.")
  private Optional<String> reason = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();

  @Mixin private OutputOptions output = new OutputOptions();

  SymbolsReviewCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    return id.isPresent() ? answer(id.get()) : show();
  }

  private int answer(int id) {
    boolean yes =
        switch (answer.orElse("")) {
          case "yes" -> true;
          case "no" -> false;
          case String other -> throw new Misuse("the answer is yes or no, not '" + other + "'");
        };
    var because = SymbolsDecision.reason(reason);
    var changes = SymbolsChangesCommand.of(program, databases);
    return SymbolsDecision.carriedOut(
        program,
        () ->
            changes
                .answer(id, yes, program.operator(), because)
                .map(changes::outcome)
                .map(SymbolsDecision::words)
                .orElse("noted; nothing was changed"));
  }

  private int show() {
    var format = output.format();
    var table =
        Table.of(
            ">id",
            "kind",
            "symbol",
            ">instrument",
            ">other",
            "on",
            ">confidence",
            "evidence",
            "asked");
    for (var question : SymbolsChangesCommand.of(program, databases).questions()) {
      table.row(
          question.id(),
          question.kind().name().toLowerCase(Locale.ROOT),
          question.symbol(),
          question.instrument().value(),
          question.other().map(InstrumentId::value),
          question.on(),
          String.format(Locale.ROOT, "%.2f", question.confidence()),
          question.evidence(),
          question.askedAt());
    }
    table.print(format, program.out());
    return ExitCode.DONE;
  }
}
