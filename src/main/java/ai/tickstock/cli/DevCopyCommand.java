package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.subset.SubsetCopy;
import ai.tickstock.subset.SubsetRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tickstock dev copy`: a part of production, read without the right to write.
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = {
      "Copies universes and months of another database, such as production, into the one of this environment.",
      "The other one is only read. The same command again goes on, and copies what has changed."
    },
    footer = {
      "",
      "Example: tickstock dev copy --from postgresql://reader@db:5432/market --universe dev_etfs --months 6"
    })
final class DevCopyCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;
  private static final int MOST_MONTHS = 600;

  private final Program program;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "URL",
      description = "postgresql://USER@HOST:5432/DATABASE; the password stands in ~/.pgpass.")
  private String url = "";

  @Option(
      names = "--universe",
      required = true,
      paramLabel = "KEY[,KEY]",
      description = "Members there of these universes.")
  private String universe = "";

  @Option(
      names = "--months",
      required = true,
      paramLabel = "N",
      description = "The last N calendar months of bars.")
  private int months = 1;

  @Option(
      names = "--interval",
      split = ",",
      paramLabel = "day|minute",
      description = "Which bars: day (the default), minute, or day,minute.")
  private List<BarInterval> intervals = List.of(BarInterval.DAY);

  DevCopyCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var development = program.development();
    var now = program.clock().instant();
    if (months < 1 || months > MOST_MONTHS) {
      throw new Misuse("--months " + months + ": 1 to " + MOST_MONTHS);
    }
    var address = address();
    long began = System.nanoTime();
    try (var from = Database.connectToRead(address, CONNECTIONS)) {
      SubsetCopy.requireSchema(from);
      var to = development.databaseFor(from.claimedBy());
      if (!from.claimedBy().equals(to.claimedBy())) {
        throw new Misuse(
            "%s holds the market of \"%s\", %s that of \"%s\": the two would mix"
                .formatted(
                    from.address(),
                    from.claimedBy().orElse("nobody yet"),
                    to.address(),
                    to.claimedBy().orElse("nobody yet")));
      }
      var finality = program.finality(to);
      var last = finality.lastFinal(now);
      var range = new DateRange(last.minusMonths(months).plusDays(1), last);
      var asked = AskedInstruments.stored(from, universe, now);
      asked.unknown().forEach(one -> program.err().println("not known there: " + one));
      if (asked.found().isEmpty()) {
        throw new Misuse("no member of " + universe + " is known in " + from.address());
      }
      var count =
          new SubsetCopy(from, to, finality.calendar())
              .run(
                  new SubsetRequest(asked.found(), range, intervals),
                  line -> {
                    program.err().println(line);
                    program.err().flush();
                  });
      program
          .out()
          .println(
              "copied %s of %s, %s, %s into %s; %s as before; %s"
                  .formatted(
                      Words.count(count.rows(), "bar"),
                      Words.count(count.instruments(), "instrument"),
                      Words.count(count.universes(), "universe"),
                      range,
                      to.address(),
                      Words.count(count.same(), "set") + (count.same() == 1 ? " was" : " were"),
                      DevCommand.since(began)));
      program.out().flush();
      program.noteLoaded(development.isReal(from.claimedBy()));
      return asked.unknown().isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
    }
  }

  private DatabaseAddress address() {
    try {
      var address = DatabaseAddress.parse(url);
      if (!address.password().isEmpty()) {
        program
            .err()
            .println(
                "warning: others on this machine can read the password in --from; ~/.pgpass hides it");
      }
      return address;
    } catch (IllegalArgumentException e) {
      throw new Misuse("--from: " + e.getMessage());
    }
  }
}
