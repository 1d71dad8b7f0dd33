package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.listing.DetailsRotation;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.ProviderFailure.Kind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Asks for the details of some instruments, one call each, and stores what came. The first failure
/// ends it: the others have their turn the next time.
record DetailsRound(Database database, Vendor vendor, InstantSource clock) {
  /// @param failure of the call that ended it
  record Done(int calls, int symbols, int rows, int empty, Optional<String> failure) {
    Map<String, Object> facts() {
      var facts = new TreeMap<String, Object>();
      facts.put("calls", calls);
      facts.put("symbols", symbols);
      facts.put("rows", rows);
      facts.put("empty", empty);
      return facts;
    }
  }

  Done ask(Map<InstrumentId, Symbol> instruments) {
    var provider = vendor.provider().fresh();
    var details = new ArrayList<ListingDetails>();
    var unknown = new ArrayList<InstrumentId>();
    Optional<String> ended = Optional.empty();
    int calls = 0;
    for (var one : instruments.entrySet()) {
      var answer = provider.details(one.getValue(), Optional.empty());
      calls += answer.cost().calls();
      switch (answer) {
        case Answer.Given<ListingDetails>(var given, _, _) -> details.add(given);
        case Answer.Failed<ListingDetails>(var failure, _) -> {
          if (failure.kind() == Kind.UNKNOWN_SYMBOL) {
            unknown.add(one.getKey());
          } else {
            ended = Optional.of(failure.toString());
          }
        }
      }
      if (ended.isPresent()) {
        break;
      }
    }
    return new Done(
        calls, details.size() + unknown.size(), store(details, unknown), unknown.size(), ended);
  }

  private int store(List<ListingDetails> details, List<InstrumentId> unknown) {
    var at = clock.instant();
    return database.inTransaction(h -> {
      unknown.forEach(id -> DetailsRotation.hasNone(h, id, at));
      return details.isEmpty()
          ? 0
          : ListingSync.postgres(database)
              .details(h, details, new ListSource(vendor.name(), at))
              .changed();
    });
  }
}
