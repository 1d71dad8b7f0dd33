package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import java.util.Comparator;
import java.util.function.Predicate;

/// Offerings, those to come too.
final class IpoEndpoint {
  private final Market market;
  private final Columns<IpoRow> orders;

  IpoEndpoint(Market market) {
    this.market = market;
    orders =
        Columns.of(Comparator.comparing(IpoRow::ticker))
            .withOptional("listing_date", IpoRow::listing)
            .with("ticker", IpoRow::ticker)
            .with("last_updated", IpoRow::updated)
            .with("security_type", (IpoRow r) -> r.instrument().type())
            .with("issuer_name", r -> r.instrument().name())
            .with("currency_code", _ -> "USD")
            .withOptional("isin", IpoRow::isin)
            .withOptional("us_code", IpoRow::usCode)
            .withOptional("final_issue_price", r -> r.price(market))
            .with("min_shares_offered", _ -> 0)
            .withOptional("max_shares_offered", IpoRow::shares)
            .withOptional("lowest_offer_price", r -> r.lowest(market))
            .withOptional("highest_offer_price", r -> r.highest(market))
            .withOptional("total_offer_size", r -> r.size(market))
            .with("shares_outstanding", _ -> 0)
            .with("primary_exchange", (IpoRow r) -> r.instrument().exchange())
            .with("lot_size", _ -> IpoRow.LOT)
            .with("security_description", _ -> IpoRow.DESCRIPTION)
            .with("ipo_status", IpoRow::status)
            .with("announced_date", IpoRow::announced);
  }

  /// `/vX/reference/ipos`: the latest listing first, those without a date before all others.
  Reply ipos(Call call, Faults faults) {
    int limit = call.limit(10, 1000);
    var rows =
        market.instruments().stream()
            .flatMap(i -> IpoRow.of(i, call.today()).stream())
            .filter(filter(call))
            .sorted(orders.sorted(call, "listing_date", true))
            .toList();
    return Pages.page(call, faults, rows, limit, row -> json -> row.write(json, market));
  }

  private static Predicate<IpoRow> filter(Call call) {
    var ticker = Filter.ofText(call, "ticker");
    var status = Filter.ofText(call, "ipo_status");
    var code = Filter.ofText(call, "us_code");
    var isin = Filter.ofText(call, "isin");
    var listing = Filter.ofDate(call, "listing_date");
    return row ->
        ticker.test(row.ticker())
            && status.test(row.status())
            && code.test(row.usCode())
            && isin.test(row.isin())
            && listing.test(row.listing());
  }
}
