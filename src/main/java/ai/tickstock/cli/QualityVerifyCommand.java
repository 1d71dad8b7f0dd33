package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.QualityScan;
import ai.tickstock.quality.Rules;
import ai.tickstock.quality.SessionManifests;
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
      "Looks again at all findings that are open or were repaired, and compares the manifests of sessions.",
      "What is gone is resolved, what came back is open. Then works out again what each manifest was made of, and names bars that changed without a revision.",
      "With dates: the manifests of these sessions alone. Exits with 3 when something of severity high or more is open afterwards,",
      "or a bar changed silently."
    },
    footer = {
      "",
      "Example: tickstock quality verify",
      "         tickstock quality verify --from 2026-11-02 --to 2026-11-20"
    })
final class QualityVerifyCommand implements Callable<Integer> {
  private final Program program;

  @Mixin private DateRangeOptions dates = new DateRangeOptions();
  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityVerifyCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    var format = output.format();
    var database = databases.database(program);
    if (dates.areGiven()) {
      var range = dates.range(program.finality(database), program.clock().instant(), program.err());
      var silent = silent(database, range.orElse(DateRange.ALWAYS));
      silent.print(format, program.out());
      return silent.size() == 0 ? ExitCode.DONE : ExitCode.DONE_IN_PART;
    }
    int exitCode = QualityCommand.refusable(() -> verify(database, format));
    var silent = silent(database, DateRange.ALWAYS);
    if (silent.size() > 0) {
      silent.print(Format.TABLE, program.err());
      return ExitCode.DONE_IN_PART;
    }
    return exitCode;
  }

  /// What changed past the record, and what the manifests came to on `err`.
  private Table silent(Database database, DateRange range) {
    var manifests = new SessionManifests(database);
    var table = Table.of("session", "interval", "symbol", "what");
    int revised = 0;
    int recorded = 0;
    var kept = manifests.list(range);
    for (var manifest : kept) {
      var check = manifests.check(manifest);
      revised += check.revised();
      recorded += check.filledIn() + check.moved() + check.later();
      check
          .problem()
          .ifPresent(
              problem -> table.row(manifest.session(), manifest.interval().word(), "", problem));
      var named =
          Instruments.postgres(database)
              .byId(check.silent().stream().map(one -> one.instrument()).toList());
      for (var one : check.silent()) {
        table.row(
            one.session(),
            one.interval().word(),
            Optional.ofNullable(named.get(one.instrument()))
                .map(instrument -> instrument.symbol().ticker())
                .orElse("instrument " + one.instrument()),
            one.kind().words());
      }
    }
    program
        .err()
        .println(
            kept.isEmpty()
                ? "no manifest is kept of these sessions"
                : Words.count(kept.size(), "manifest")
                    + " compared: "
                    + table.size()
                    + " changed silently; in the record: "
                    + revised
                    + " revised, "
                    + recorded
                    + " added later, filled in or moved");
    program.err().flush();
    return table;
  }

  private int verify(Database database, Format format) throws InterruptedException {
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
          new QualityScan(database, program.finality(database).calendars(), program.clock())
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
