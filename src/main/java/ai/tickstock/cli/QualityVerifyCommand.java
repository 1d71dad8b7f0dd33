package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.SecondLook;
import ai.tickstock.quality.SessionManifests;
import ai.tickstock.quality.Severity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "or a bar changed silently; the last line says which, e.g. after a restore."
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
      silent.table.print(format, program.out());
      program.err().println(silent.words + "; findings: not looked at");
      program.err().flush();
      return silent.table.size() == 0 ? ExitCode.DONE : ExitCode.DONE_IN_PART;
    }
    return QualityCommand.refusable(() -> all(database, format));
  }

  private int all(Database database, Format format) throws InterruptedException {
    var open = verify(program, database);
    var serious =
        open.stream().filter(one -> one.severity().compareTo(Severity.HIGH) >= 0).toList();
    QualityFindingsCommand.table(serious).print(format, program.out());
    var silent = silent(database, DateRange.ALWAYS);
    if (silent.table.size() > 0) {
      silent.table.print(Format.TABLE, program.err());
    }
    // Whoever checks a restore asks for the first alone; the exit code is of both.
    program
        .err()
        .println(
            silent.words
                + "; findings: "
                + open.size()
                + " open, "
                + serious.size()
                + " of severity high or more");
    program.err().flush();
    return silent.table.size() == 0 && serious.isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  /// @param words what the manifests came to
  private record Silent(Table table, String words) {}

  /// What changed past the record, and what the manifests came to.
  private Silent silent(Database database, DateRange range) {
    var manifests = new SessionManifests(database);
    var table = Table.of("session", "interval", "symbol", "what");
    int revised = 0;
    int recorded = 0;
    int sound = 0;
    var kept = manifests.list(range);
    for (var manifest : kept) {
      var check = manifests.check(manifest);
      int before = table.size();
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
      sound += table.size() == before ? 1 : 0;
    }
    return new Silent(table, words(kept.size(), sound, table.size(), revised, recorded));
  }

  private static String words(int kept, int sound, int changed, int revised, int recorded) {
    if (kept == 0) {
      return "manifests: none is kept, so nothing was compared";
    }
    boolean isRecorded = revised + recorded > 0;
    return "manifests: "
        + sound
        + " of "
        + kept
        + " as they were"
        + (isRecorded
            ? " but for what the record says ("
                + revised
                + " revised, "
                + recorded
                + " added later, filled in or moved), "
            : ", ")
        + (changed == 0 ? "nothing changed silently" : changed + " changed silently");
  }

  private static List<Finding> verify(Program program, Database database)
      throws InterruptedException {
    var findings = new Findings(database, program.clock());
    findings.endAcceptances();
    var result =
        new SecondLook(database, program.finality(database).calendars(), program.clock()).run();
    program
        .err()
        .println(
            result.findings() == 0
                ? "nothing that scans look for is open or was repaired"
                : Words.count(result.findings(), "finding")
                    + " looked at again: "
                    + result.resolved()
                    + " resolved, "
                    + result.fresh()
                    + " new or back");
    program.err().flush();
    return findings.list(Findings.Filter.of(Optional.of(Finding.State.OPEN), Integer.MAX_VALUE));
  }
}
