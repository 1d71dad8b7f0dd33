package ai.tickstock.jobs;

import ai.tickstock.listing.ListRefused;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Bar;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes the vendor's lists of the evening and brings new listings to completeness.
///
/// All are made when the job runs: the vendor is not opened before it is asked.
///
/// @param sync universes and the rows of older applications follow in the same run
public record ListingWatchJob(
    Supplier<ListingWatch> watch,
    Supplier<Vendor> vendor,
    Supplier<ListingBackfill> backfill,
    Supplier<UniverseSync> sync,
    InstantSource clock)
    implements Job {
  @Override
  public String name() {
    return "listing-watch";
  }

  @Override
  public JobOutcome run(JobCall call) throws InterruptedException {
    var facts = new HashMap<String, Object>();
    String lists;
    try {
      switch (watch.get().fromVendor(vendor.get(), Optional.empty())) {
        case ListingWatch.Night.NotAnswered(var failure, _) -> {
          return JobOutcome.failed("the lists could not be read: " + failure);
        }
        case ListingWatch.Night.Taken(var asOf, var count, var ended, var cost) -> {
          lists = "list of " + asOf + ": " + count;
          facts.put("list", asOf.toString());
          facts.put("changes", count.changes().size());
          facts.put("questions", count.questions());
          facts.put("memberships_ended", ended);
          facts.put("calls", cost.calls());
        }
      }
    } catch (ListRefused refused) {
      lists = String.valueOf(refused.getMessage());
      facts.put("refused", lists);
    }
    call.progress().accept(lists);
    var listings = backfill.get().run(LoadObserver.SILENT);
    sync.get().run(Optional.empty(), Bar.dateOf(clock.instant()), false);
    var open = listings.stream().filter(NewListing::isIncomplete).toList();
    facts.put("new_listings", listings.size());
    facts.put("incomplete", symbols(open));
    var message = lists + "; new listings " + listings.size();
    return open.isEmpty()
        ? JobOutcome.done(message, facts)
        : JobOutcome.part(message + ", not complete: " + String.join(", ", symbols(open)), facts);
  }

  private static List<String> symbols(List<NewListing> listings) {
    return listings.stream().map(one -> one.symbol().ticker()).toList();
  }
}
