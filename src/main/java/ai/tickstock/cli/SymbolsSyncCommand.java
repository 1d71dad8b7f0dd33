package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.ListingWatch;
import ai.tickstock.jobs.ListingWatch.Night;
import ai.tickstock.listing.ListRefused;
import ai.tickstock.market.Mic;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.DatedList;
import ai.tickstock.provider.flatfile.FileRead;
import ai.tickstock.provider.flatfile.ReferenceList;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Brings the instruments in line with whole lists.
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the whole list of instruments, trading and delisted ones, and finds out what is new, renamed, delisted.",
      "Universes and cache_entries follow in the same run, but for lists of a past day.",
      "A name that is missing has left only after several nights; a list that is cut short takes nobody out."
    },
    footer = {
      "",
      "Example: tickstock symbols sync",
      "         tickstock symbols sync --from-files ../shared/data --to 2025-01-31"
    })
final class SymbolsSyncCommand implements Callable<Integer> {
  /// What lists of data folders are stored under.
  static final String FILES = "files";

  private static final int SHOWN = 20;

  private final Program program;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The vendor's lists of that date; those of now otherwise.")
  private Optional<LocalDate> asOf = Optional.empty();

  @Option(
      names = "--from-files",
      paramLabel = "DIR",
      description =
          "A data folder: every dated list in reference/ that is later than the last one taken, one after the other.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "With --from-files: no list that is later.")
  private Optional<LocalDate> to = Optional.empty();

  @Mixin private OutputOptions output = new OutputOptions();

  SymbolsSyncCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (folder.isPresent() && asOf.isPresent()) {
      throw new Misuse("--as-of is a question to the vendor; with --from-files say --to DATE");
    }
    if (folder.isEmpty() && to.isPresent()) {
      throw new Misuse("--to goes with --from-files; for the vendor's lists say --as-of DATE");
    }
    var format = output.format();
    return folder.isPresent() ? fromFolder(folder.get(), format) : fromVendor(format);
  }

  private ListingWatch watch(Database database) {
    return new ListingWatch(
        database,
        program.listingRules(),
        Calendars.postgres(database).of(Mic.XNYS),
        program.cacheEntries(database),
        program.clock());
  }

  private int fromVendor(Format format) {
    var database = program.databaseOfVendor();
    var watch = watch(database);
    Night night;
    try {
      night = watch.fromVendor(program.vendor(), asOf);
    } catch (ListRefused refused) {
      program.err().println("tickstock: " + refused.getMessage());
      return ExitCode.FAILED;
    }
    return switch (night) {
      case Night.NotAnswered(var failure, _) -> {
        program.err().println("tickstock: the list could not be read, nothing changed: " + failure);
        yield ExitCode.FAILED;
      }
      case Night.Taken taken -> {
        if (asOf.isEmpty()) {
          UniversesAfterLists.bringInLine(program, database);
        }
        yield shown(List.of(taken), format);
      }
    };
  }

  private int fromFolder(Path path, Format format) {
    var lists =
        DataFolder.open(path).datedLists().stream()
            .filter(list -> to.isEmpty() || !list.asOf().isAfter(to.get()))
            .sorted()
            .toList();
    if (lists.isEmpty()) {
      throw new Misuse(
          "no dated list in "
              + path
              + (to.isPresent() ? " up to " + to.get() : "")
              + ": reference/listings_daily/DATE.jsonl.gz or reference/tickers_all_DATE.jsonl.gz"
              + " is meant");
    }
    var watch = watch(program.databaseForFiles());
    var nights = new ArrayList<Night.Taken>();
    int older = 0;
    for (var list : lists) {
      if (watch.isTaken(FILES, list.asOf(), list.allExchanges())) {
        older++;
        continue;
      }
      var read = read(list);
      if (read.isEmpty()) {
        break;
      }
      try {
        nights.add(watch.fromFile(read.get(), FILES));
      } catch (ListRefused refused) {
        program.err().println("tickstock: stopped: " + refused.getMessage());
        break;
      }
    }
    if (older > 0) {
      program.err().println(Words.count(older, "list") + " taken before or older, passed over");
    }
    program.noteLoaded(true);
    int shown = shown(nights, format);
    return nights.size() + older < lists.size() ? ExitCode.DONE_IN_PART : shown;
  }

  private Optional<ReferenceList> read(DatedList list) {
    return switch (list.read()) {
      case FileRead.Complete<ReferenceList>(var whole) -> Optional.of(whole);
      case FileRead.Failed<ReferenceList>(var failure) -> {
        program
            .err()
            .println("tickstock: stopped before the list of " + list.asOf() + ": " + failure);
        yield Optional.empty();
      }
    };
  }

  private int shown(List<Night.Taken> nights, Format format) {
    var table =
        Table.of(
            "list",
            ">rows",
            ">added",
            ">changed",
            ">unchanged",
            ">duplicates",
            ">skipped",
            ">changes",
            ">questions",
            "verdict",
            ">calls");
    for (var night : nights) {
      var count = night.count();
      table.row(
          night.asOf(),
          count.rows(),
          count.added(),
          count.changed(),
          count.unchanged(),
          count.duplicates(),
          count.skipped().size(),
          count.changes().size(),
          count.questions(),
          count.isShort() ? "short" : count.isRepeated() ? "repeated" : "taken",
          night.cost().calls());
    }
    table.print(format, program.out());
    for (var night : nights) {
      explain(night);
    }
    return ExitCode.DONE;
  }

  private void explain(Night.Taken night) {
    var count = night.count();
    if (count.isShort()) {
      program
          .err()
          .println(
              night.asOf()
                  + ": the list is cut short ("
                  + Words.count(count.rows(), "row")
                  + "); what it names was taken, nobody left by it. If it is right, run once with"
                  + " TICKSTOCK_LISTING_SHORT_LIST_PERCENT=50");
    }
    if (count.isRepeated()) {
      program
          .err()
          .println(night.asOf() + ": the same list as the one before; no further night is counted");
    }
    var talk = count.skipped();
    if (!talk.isEmpty()) {
      program.err().println("skipped:");
      talk.stream().limit(SHOWN).forEach(row -> program.err().println("  " + row));
      if (talk.size() > SHOWN) {
        program.err().println("  and " + (talk.size() - SHOWN) + " more");
      }
    }
    if (!count.changes().isEmpty()) {
      program
          .err()
          .println(
              night.asOf()
                  + ": "
                  + Words.count(count.changes().size(), "change")
                  + "; 'tickstock symbols changes --since "
                  + night.asOf()
                  + "' tells them");
    }
    if (count.questions() > 0) {
      program
          .err()
          .println(
              night.asOf()
                  + ": "
                  + Words.count(count.questions(), "doubtful case")
                  + " for you to decide; 'tickstock symbols review' shows them");
    }
    if (!count.newTypes().isEmpty()) {
      program
          .err()
          .println(
              "new type codes, not loaded until 'tickstock types set CODE update_frequency=daily loaded=true' says so: "
                  + count.newTypes().stream().sorted().collect(Collectors.joining(", ")));
    }
  }
}
