package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.jobs.Manifests;
import ai.tickstock.load.Finality;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.SessionManifest;
import ai.tickstock.quality.SessionManifests;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What was stored of sessions when they were final.
@Command(
    name = "manifest",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the manifests of final sessions: how many cells should have a bar, and a digest of the bars.",
      "Beside them how many have one, and how many are known to have none. The end of day keeps them; --keep does it for sessions before. 'quality verify' compares."
    },
    footer = {
      "",
      "Example: tickstock quality manifest --session 2026-11-20",
      "         tickstock quality manifest --from 2026-01-02 --to 2026-11-20 --keep"
    })
final class QualityManifestCommand implements Callable<Integer> {
  private static final int SESSIONS = 10;

  private final Program program;

  @Option(names = "--session", paramLabel = "DATE", description = "One session.")
  private Optional<LocalDate> session = Optional.empty();

  @Mixin private DateRangeOptions dates = new DateRangeOptions();

  @Option(names = "--keep", description = "Keep one of each final session that has none.")
  private boolean keep;

  @Option(
      names = "--replace",
      description = "Keep what is stored now also where one is kept; goes with --reason.")
  private boolean replace;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  private Optional<String> reason = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityManifestCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    if (session.isPresent() && dates.areGiven()) {
      throw new Misuse("--session and other dates exclude each other");
    }
    if (replace != reason.filter(text -> !text.isBlank()).isPresent()) {
      throw new Misuse("--replace goes with --reason: why what was kept counts no longer");
    }
    if (replace && keep) {
      throw new Misuse("--keep and --replace exclude each other");
    }
    if (replace && session.isEmpty() && !dates.areGiven()) {
      throw new Misuse("say of which sessions: --session DATE, or --from DATE --to DATE");
    }
    var database = databases.database(program);
    var finality = program.finality(database);
    var range = range(finality);
    var shown =
        keep || replace
            ? kept(database, finality, range)
            : new SessionManifests(database).list(range);
    table(shown).print(format, program.out());
    if (shown.isEmpty()) {
      program
          .err()
          .println(
              keep
                  ? "each final session of " + range + " has a manifest"
                  : "no manifest of " + range + " is kept; --keep makes them");
      program.err().flush();
    }
    return ExitCode.DONE;
  }

  private DateRange range(Finality finality) {
    var now = program.clock().instant();
    return session
        .map(DateRange::of)
        .or(() -> dates.range(finality, now, program.err()))
        .orElseGet(() -> {
          var last = finality.lastFinal(now);
          var before =
              finality.calendar().sessions(new DateRange(last.minusDays(2L * SESSIONS), last));
          return new DateRange(before.get(Math.max(0, before.size() - SESSIONS)).date(), last);
        });
  }

  private List<SessionManifest> kept(Database database, Finality finality, DateRange range) {
    var manifests = new Manifests(database, finality, program.clock());
    return replace
        ? manifests.replace(range, reason.orElseThrow(), program.operator())
        : manifests.keepDue(range);
  }

  private static Table table(List<SessionManifest> manifests) {
    var table =
        Table.of(
            "session",
            "interval",
            ">expected",
            ">present",
            ">explained",
            ">open",
            ">bars",
            "made_at",
            "digest");
    for (var one : manifests) {
      table.row(
          one.session(),
          one.interval().word(),
          one.cells().expected(),
          one.cells().present(),
          one.cells().explained(),
          one.cells().open(),
          one.bars(),
          one.madeAt(),
          one.digest());
    }
    return table;
  }
}
