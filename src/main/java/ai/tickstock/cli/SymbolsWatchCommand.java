package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.jobs.ListingBackfill;
import ai.tickstock.jobs.ListingWatch;
import ai.tickstock.jobs.ListingWatch.Night;
import ai.tickstock.jobs.NewListing;
import ai.tickstock.listing.ListRefused;
import ai.tickstock.market.Mic;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The listing watch of one night, by hand.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the vendor's whole lists as 'symbols sync' does, and brings new listings to completeness.",
      "That is: facts, daily bars, a look at the first prints. Universes and cache_entries follow in the same run.",
      "What is not complete is asked for again the next time,",
      "after ten times once a week; 'next' in the output says so, and what to do about one that is stuck."
    },
    footer = {
      "",
      "Example: tickstock symbols watch",
      "         tickstock symbols watch --show --since 2025-01-01"
    })
final class SymbolsWatchCommand implements Callable<Integer> {
  private final Program program;

  @Option(
      names = "--backfill-days",
      paramLabel = "DAYS",
      defaultValue = "90",
      description = "How far back bars of new listings are asked for; 90 otherwise.")
  private int days;

  @Option(
      names = "--show",
      description = "Ask nobody: show the new listings that were found before.")
  private boolean show;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "With --show: found in lists of that date or later.")
  private Optional<LocalDate> since = Optional.empty();

  @Mixin private OutputOptions output = new OutputOptions();

  SymbolsWatchCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (days < 1 || days > 3_650) {
      throw new Misuse("--backfill-days is 1 to 3650, not " + days);
    }
    if (since.isPresent() && !show) {
      throw new Misuse("--since goes with --show");
    }
    var format = output.format();
    var database = program.databaseOfVendor();
    if (show) {
      print(ListingBackfill.since(database, since.orElse(LocalDate.EPOCH)), format);
      return ExitCode.DONE;
    }
    var vendor = program.vendor();
    Night night;
    try {
      night =
          new ListingWatch(
                  database,
                  program.listingRules(),
                  Calendars.postgres(database).of(Mic.XNYS),
                  program.cacheEntries(database),
                  program.clock())
              .fromVendor(vendor, Optional.empty());
    } catch (ListRefused refused) {
      program.err().println("tickstock: " + refused.getMessage());
      return ExitCode.FAILED;
    }
    switch (night) {
      case Night.NotAnswered(var failure, _) -> {
        program.err().println("tickstock: the list could not be read, nothing changed: " + failure);
        return ExitCode.FAILED;
      }
      case Night.Taken taken ->
          program
              .err()
              .println(
                  "list of "
                      + taken.asOf()
                      + ": "
                      + taken.count()
                      + ", "
                      + Words.count(taken.count().changes().size(), "change")
                      + ", "
                      + Words.count(taken.count().questions(), "question"));
    }
    UniversesAfterLists.bringInLine(program, database);
    var backfill =
        new ListingBackfill(
            database,
            program.loader(),
            vendor,
            program.marketInformation(),
            program.finality(database),
            program.clock(),
            days);
    List<NewListing> listings;
    try (var display = ProgressObserver.of(program)) {
      listings = backfill.run(display);
    }
    program.noteLoaded(false);
    if (listings.isEmpty()) {
      program.err().println("no new listing is due");
    } else {
      // With sectors and bars newcomers can belong to more.
      UniversesAfterLists.bringInLine(program, database);
    }
    print(listings, format);
    return listings.stream().allMatch(SymbolsWatchCommand::isWell)
        ? ExitCode.DONE
        : ExitCode.DONE_IN_PART;
  }

  private static boolean isWell(NewListing listing) {
    return listing.state() == NewListing.State.COMPLETE
        || listing.state() == NewListing.State.WAITING;
  }

  private void print(List<NewListing> listings, Format format) {
    var table =
        Table.of(
            "symbol",
            ">instrument",
            "listed",
            "state",
            ">attempts",
            ">bars",
            "anomalies",
            "message",
            "next",
            "finished");
    for (var listing : listings) {
      table.row(
          listing.symbol(),
          listing.instrument().value(),
          listing.listedOn(),
          listing.state().word(),
          listing.attempts(),
          listing.bars(),
          listing.anomalies(),
          listing.message(),
          listing.next(),
          listing.finishedAt());
    }
    table.print(format, program.out());
    long stuck =
        listings.stream().filter(listing -> listing.state() == NewListing.State.STUCK).count();
    if (stuck > 0) {
      program
          .err()
          .println(Words.count(stuck, "new listing") + " stuck: 'next' says what to do about each");
    }
  }
}
