package ai.tickstock.cli;

import ai.tickstock.market.DateRange;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.QualityScan;
import ai.tickstock.quality.Rules;
import ai.tickstock.quality.Severity;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Looks again at what is open or was repaired.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Looks again, with the rules that found them, at all findings that are open or were repaired: what is gone is resolved, what",
      "came back is open. Exits with 3 when something of severity high or more is open afterwards."
    },
    footer = {"", "Example: tickstock quality verify"})
final class QualityVerifyCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityVerifyCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    return QualityCommand.refusable(() -> verify(output.format()));
  }

  private int verify(Format format) throws InterruptedException {
    var database = databases.database(program);
    var findings = new Findings(database, program.clock());
    findings.endAcceptances();
    var known =
        findings.list(all(Optional.empty(), Severity.LOW)).stream()
            .filter(f -> f.state() == Finding.State.OPEN || f.state() == Finding.State.REPAIRED)
            .filter(f -> Rules.isOfScans(f.rule()))
            .toList();
    if (known.isEmpty()) {
      program.err().println("nothing that scans look for is open or was repaired");
      program.err().flush();
    } else {
      var range =
          new DateRange(
              known.stream().map(Finding::first).min(Comparator.naturalOrder()).orElseThrow(),
              known.stream().map(Finding::last).max(Comparator.naturalOrder()).orElseThrow());
      // What is of the whole market needs the whole market to be seen.
      boolean isOfSome = known.stream().allMatch(f -> f.instrument().isPresent());
      var result =
          new QualityScan(database, program.finality(database).calendar(), program.clock())
              .run(
                  new QualityScan.Asked(
                      "quality verify",
                      range,
                      isOfSome
                          ? known.stream()
                              .flatMap(f -> f.instrument().stream())
                              .collect(Collectors.toSet())
                          : Set.of(),
                      known.stream().map(Finding::rule).collect(Collectors.toSet())));
      program
          .err()
          .println(
              Words.count(known.size(), "finding")
                  + " looked at again: "
                  + result.resolved()
                  + " resolved, "
                  + result.fresh()
                  + " new or back");
      program.err().flush();
    }
    var open = findings.list(all(Optional.of(Finding.State.OPEN), Severity.HIGH));
    QualityFindingsCommand.table(open).print(format, program.out());
    return open.isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private static Findings.Filter all(Optional<Finding.State> state, Severity least) {
    return new Findings.Filter(
        state, least, "", Optional.empty(), DateRange.ALWAYS, Integer.MAX_VALUE);
  }
}
