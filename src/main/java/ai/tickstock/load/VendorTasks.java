package ai.tickstock.load;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.InstantSource;
import java.util.Map;

/// Tasks whose answers come from a vendor.
final class VendorTasks implements TaskSource {
  private final KeptAnswers kept;
  private final PlanReach reach;
  private final SymbolAnswers symbols;
  private final MarketAnswers market;
  private final ListingLife listings;

  /// @param answersFor the instruments for which the run answers, where it is for certain ones
  VendorTasks(
      KeptAnswers kept,
      PlanReach reach,
      TickerBook book,
      RowChecks checks,
      Finality finality,
      LoadPolicy policy,
      InstantSource clock,
      Map<InstrumentId, Symbol> answersFor) {
    this.kept = kept;
    this.reach = reach;
    var failures = new FailedAsks(policy, clock);
    symbols = new SymbolAnswers(kept, reach, checks, finality, policy.retryPause(), failures);
    market =
        new MarketAnswers(kept, reach, book, checks, policy.retryPause(), failures, answersFor);
    listings = new ListingLife(kept, policy.emptyRecheckAfter(), clock, failures);
  }

  @Override
  public void begin(int stage) {
    kept.begin(stage);
    reach.refreshed();
  }

  @Override
  public Fetched execute(Task task) throws InterruptedException {
    return switch (task.kind()) {
      case AGGREGATES -> symbols.aggregates(task);
      case GROUPED, SECOND_LOOK -> market.of(task);
      case LISTING_LIFE -> listings.of(task);
      case MINUTES -> symbols.minutes(task);
      case DAY_FILE, TICKER_FILE, MINUTE_FILE ->
          throw new IllegalStateException(
              "task " + task.id() + " reads a file, this run asks a vendor");
    };
  }

  @Override
  public OmissionRate seen() {
    return market.seen();
  }
}
