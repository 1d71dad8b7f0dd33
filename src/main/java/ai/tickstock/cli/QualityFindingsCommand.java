package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.Rules;
import ai.tickstock.quality.Severity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists findings.
@Command(
    name = "findings",
    mixinStandardHelpOptions = true,
    description = {
      "Lists findings, the worst first: one line a fault, however long it lasts.",
      "Exits with 0, also when there are some: 'quality scan' and 'quality verify' judge."
    },
    footer = {"", "Example: tickstock quality findings --open --severity high"})
final class QualityFindingsCommand implements Callable<Integer> {
  private final Program program;

  @Option(names = "--open", description = "Open ones only.")
  private boolean open;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "open, repaired, accepted or resolved.")
  private Optional<Finding.State> state = Optional.empty();

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      description = "At least so severe: low, medium, high or critical.")
  private Severity severity = Severity.LOW;

  @Option(names = "--rule", paramLabel = "ID", description = "Of this rule.")
  private Optional<String> rule = Optional.empty();

  @Option(
      names = "--symbol",
      paramLabel = "A,B",
      split = ",",
      description = "Of these tickers, SYMBOL or SYMBOL@DATE.")
  private List<String> symbols = new ArrayList<>();

  @Option(
      names = "--universe",
      paramLabel = "KEY[,KEY]",
      description = "Of the members of these universes.")
  private Optional<String> universe = Optional.empty();

  @Option(names = "--session", paramLabel = "DATE", description = "That concern this session.")
  private Optional<LocalDate> session = Optional.empty();

  @Option(
      names = "--counts",
      description = "Only how many there are, by severity and state, and open ones by universe.")
  private boolean counts;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityFindingsCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    return QualityCommand.refusable(() -> list(output.format()));
  }

  private int list(Format format) {
    if (open && state.isPresent() && state.get() != Finding.State.OPEN) {
      throw new Misuse("--open and --state " + state.get().word() + " contradict each other");
    }
    rule.ifPresent(id -> Rules.about(id));
    var database = databases.database(program);
    var findings = new Findings(database, program.clock());
    if (counts) {
      return counts(findings, format);
    }
    var now = program.clock().instant();
    Optional<Set<InstrumentId>> instruments =
        universe.isPresent()
            ? Optional.of(
                AskedInstruments.ofUniverse(database, universe.get(), now).found().keySet())
            : symbols.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    AskedInstruments.bySymbol(database, symbols.stream().map(Symbol::new).toList())
                        .found()
                        .keySet());
    var found =
        findings.list(
            new Findings.Filter(
                open ? Optional.of(Finding.State.OPEN) : state,
                severity,
                rule.orElse(""),
                instruments,
                session.map(DateRange::of).orElse(DateRange.ALWAYS),
                Integer.MAX_VALUE));
    table(found).print(format, program.out());
    return ExitCode.DONE;
  }

  private int counts(Findings findings, Format format) {
    var table = Table.of("of", "severity", "state", ">findings");
    findings
        .counts()
        .forEach(count ->
            table.row("all", count.severity().word(), count.state().word(), count.findings()));
    findings
        .byUniverse(Bar.dateOf(program.clock().instant()))
        .forEach(count ->
            table.row(count.universe(), count.severity().word(), "open", count.findings()));
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  static Table table(List<Finding> findings) {
    var table =
        Table.of(
            ">id", "severity", "state", "rule", "subject", "first", "last", ">sessions", "summary");
    for (var finding : findings) {
      table.row(
          finding.id(),
          finding.severity().word(),
          finding.state().word(),
          finding.rule(),
          finding.subject(),
          finding.first(),
          finding.last(),
          finding.sessions(),
          finding.summary());
    }
    return table;
  }
}
