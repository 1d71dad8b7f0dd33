package ai.tickstock.jobs;

import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListRefused;
import ai.tickstock.load.LoadObserver;
import java.time.LocalDate;
import java.util.Optional;
import java.util.TreeMap;

/// The vendor's lists of now, and bars of who is new in them.
final class ListingsStep implements EndOfDayStep {
  private static final int A_PAGE = 1_000;
  private static final int MOST_HISTORIES = 50;

  private final EndOfDayParts parts;

  ListingsStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "listings";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    var all = Instruments.postgres(parts.database()).all(InstrumentFilter.EVERY);
    int trading = (int) all.stream().filter(one -> one.active() && !one.provisional()).count();
    int gone = (int) all.stream().filter(one -> !one.active()).count();
    int pages = 2 + trading / A_PAGE + gone / A_PAGE;
    return new PlannedCalls(
        pages, pages + MOST_HISTORIES, "lists of trading and of delisted instruments; newcomers");
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) throws InterruptedException {
    var watch =
        new ListingWatch(
            parts.database(), parts.listing(), parts.calendar(), parts.entries(), parts.clock());
    ListingWatch.Night night;
    try {
      night = watch.fromVendor(parts.vendor(), Optional.empty());
    } catch (ListRefused refused) {
      return StepOutcome.failed(String.valueOf(refused.getMessage()), 0);
    }
    return switch (night) {
      case ListingWatch.Night.NotAnswered(var failure, var cost) ->
          StepOutcome.failed(failure.toString(), cost.calls());
      case ListingWatch.Night.Taken taken -> taken(taken, observer);
    };
  }

  private StepOutcome taken(ListingWatch.Night.Taken night, LoadObserver observer)
      throws InterruptedException {
    var backfill =
        new ListingBackfill(
            parts.database(),
            parts.loader(),
            parts.vendor(),
            parts.information(),
            parts.finality(),
            parts.clock(),
            ListingBackfill.DAYS);
    var listings = backfill.run(observer);
    var facts = new TreeMap<String, Object>();
    facts.put("calls", night.cost().calls() + backfill.calls());
    facts.put("list_rows", night.count().rows());
    facts.put("changes", night.count().changes().size());
    facts.put("questions", night.count().questions());
    facts.put("backfilled", listings.size());
    facts.put("rows", listings.stream().mapToInt(NewListing::bars).sum());
    var open = listings.stream().filter(NewListing::isIncomplete).toList();
    return open.isEmpty()
        ? StepOutcome.done(facts)
        : StepOutcome.of(
            StepState.PART,
            open.size()
                + " new listings are not complete, the first: "
                + open.getFirst().symbol()
                + " "
                + open.getFirst().message(),
            facts);
  }
}
