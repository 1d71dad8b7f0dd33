package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;

/// Offerings, those to come too.
final class IpoEndpoint {
  private final Market market;

  IpoEndpoint(Market market) {
    this.market = market;
  }

  /// `/vX/reference/ipos`: the latest listing first, those without a date before all others.
  Reply ipos(Call call, Faults faults) {
    int limit = call.limit(10, 1000);
    var field = call.parameter("sort").orElse("listing_date");
    Comparator<IpoRow> order =
        switch (field) {
          case "listing_date" -> Comparator.comparing(r -> r.listing().orElse(LocalDate.MAX));
          case "ticker" -> Comparator.comparing(IpoRow::ticker);
          case "issuer_name" -> Comparator.comparing(r -> r.instrument().name());
          case "last_updated" -> Comparator.comparing(IpoRow::updated);
          default ->
              throw call.bad(
                  "'sort' must be one of listing_date, ticker, issuer_name, last_updated");
        };
    boolean descending =
        call.parameter("order").isEmpty() || BarEndpoints.isDescending(call, "order");
    var rows =
        market.instruments().stream()
            .flatMap(i -> IpoRow.of(i, call.today()).stream())
            .filter(r -> passes(call, r))
            .sorted((descending ? order.reversed() : order).thenComparing(IpoRow::ticker))
            .toList();
    return Pages.page(call, faults, rows, limit, row -> json -> row.write(json, market));
  }

  private static boolean passes(Call call, IpoRow row) {
    return Pages.passes(call, "ticker", row.ticker())
        && Pages.passes(call, "ipo_status", row.status())
        && isEqual(call.parameter("us_code"), row.usCode())
        && isEqual(call.parameter("isin"), row.isin())
        && (row.listing().isPresent()
            ? Pages.passes(call, "listing_date", row.listing().get().toString())
            : !filtersListing(call));
  }

  private static boolean isEqual(Optional<String> asked, Optional<String> value) {
    return asked.isEmpty() || asked.equals(value);
  }

  private static boolean filtersListing(Call call) {
    return call.parameters().keySet().stream().anyMatch(p -> p.startsWith("listing_date"));
  }
}
