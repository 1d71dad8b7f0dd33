package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.export.ExportedBars;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadResult;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.subset.ExportCopy;
import ai.tickstock.subset.SubsetCopy;
import ai.tickstock.subset.SubsetRequest;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tickstock dev copy`: a part of production, read without the right to write.
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = {
      "Copies universes and months of another database, such as production, into the one of this environment.",
      "The other one is only read. The same command again goes on, and copies what has changed.",
      "With --from-files from a folder that 'tickstock export' wrote: nobody needs to reach production."
    },
    footer = {
      "",
      "Example: tickstock dev copy --from postgresql://reader@db:5432/market --universe dev_etfs --months 6",
      "         tickstock dev copy --from-files /data/etfs --universe dev_etfs --months 6"
    })
final class DevCopyCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 2;
  private static final int MOST_MONTHS = 600;

  private final Program program;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "postgresql://USER@HOST:5432/DATABASE; the password stands in ~/.pgpass.")
  private String url = "";

  @Option(
      names = "--from-files",
      paramLabel = "DIR",
      description = "A folder that 'tickstock export' wrote, as traded.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--universe",
      required = true,
      paramLabel = "KEY[,KEY]",
      description =
          "Members there of these universes; with --from-files: members here that it has.")
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
  public Integer call() throws InterruptedException {
    var development = program.development();
    if (months < 1 || months > MOST_MONTHS) {
      throw new Misuse("--months " + months + ": 1 to " + MOST_MONTHS);
    }
    if (url.isEmpty() == folder.isEmpty()) {
      throw new Misuse("say from where: --from URL (a database) or --from-files DIR (an export)");
    }
    return folder.isPresent() ? fromFiles(development, folder.get()) : fromDatabase(development);
  }

  private int fromDatabase(Development development) {
    var now = program.clock().instant();
    var address = address();
    long began = System.nanoTime();
    try (var from = Database.connectToRead(address, CONNECTIONS)) {
      SubsetCopy.requireSchema(from);
      var to = development.databaseFor(from.claimedBy());
      requireSameMarket(from.address().toString(), from.claimedBy(), to);
      var finality = program.finality(to);
      var range = range(finality, now);
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

  private DateRange range(Finality finality, Instant now) {
    var last = finality.lastFinal(now);
    return new DateRange(last.minusMonths(months).plusDays(1), last);
  }

  private static void requireSameMarket(String from, Optional<String> claimed, Database to) {
    if (!claimed.equals(to.claimedBy())) {
      throw new Misuse(
          "%s holds the market of \"%s\", %s that of \"%s\": the two would mix"
              .formatted(
                  from,
                  claimed.orElse("nobody yet"),
                  to.address(),
                  to.claimedBy().orElse("nobody yet")));
    }
  }

  private int fromFiles(Development development, Path from) throws InterruptedException {
    var export = ExportedBars.open(from);
    if (!intervals.equals(List.of(export.interval()))) {
      throw new Misuse(
          from
              + " holds bars by "
              + export.interval().word()
              + ": say --interval "
              + export.interval().word());
    }
    if (!export.knowsFormerTickers()) {
      program
          .err()
          .println(
              "note: "
                  + from
                  + " was exported by an earlier version, which did not note former tickers: a"
                  + " renamed instrument comes under its last one alone");
    }
    var to = development.databaseFor(export.market());
    requireSameMarket(from.toString(), export.market(), to);
    var now = program.clock().instant();
    var asked = range(program.finality(to), now);
    var range =
        asked
            .overlap(export.range())
            .orElseThrow(() ->
                new Misuse(
                    "%s holds bars of %s, and %d months are %s"
                        .formatted(from, export.range(), months, asked)));
    var there =
        export.instruments().stream()
            .map(one -> new Symbol(one.symbol()))
            .collect(Collectors.toSet());
    var wanted = members(to, now);
    var symbols = wanted.stream().filter(there::contains).collect(Collectors.toSet());
    if (symbols.isEmpty()) {
      throw new Misuse("no member of " + universe + " is in " + from);
    }
    wanted.stream()
        .filter(symbol -> !there.contains(symbol))
        .forEach(symbol -> program.err().println("not in the export: " + symbol));
    int exitCode =
        printed(
            copied(
                new ExportCopy(to, development.fileLoaderFor(export.market())),
                export,
                symbols,
                range));
    program.noteLoaded(development.isReal(export.market()));
    return exitCode == ExitCode.DONE && symbols.size() < wanted.size()
        ? ExitCode.DONE_IN_PART
        : exitCode;
  }

  private LoadResult copied(
      ExportCopy copy, ExportedBars export, Set<Symbol> symbols, DateRange range)
      throws InterruptedException {
    try {
      var work = Files.createTempDirectory("tickstock-copy-");
      try (var display = ProgressObserver.of(program)) {
        return copy.run(export, symbols, range, work, display);
      } finally {
        try (var files = Files.list(work)) {
          for (var file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the folder of temporary files", e);
    }
  }

  private int printed(LoadResult result) {
    return LoadSummaryPrinter.print(result, Format.TABLE, program.out(), program.err());
  }

  private List<Symbol> members(Database to, Instant now) {
    var universes = Universes.postgres(to);
    universes.seed();
    return switch (universes.resolve(universe, Bar.dateOf(now))) {
      case Resolution.Unknown nothing -> throw AskedUniverse.refused(nothing);
      case Resolution.Ambiguous ambiguous -> throw AskedUniverse.refused(ambiguous);
      case Resolution.Members(var members) -> members.stream().map(Member::symbol).toList();
    };
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
