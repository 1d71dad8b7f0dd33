package ai.tickstock.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The addresses that the simulator answers. `{t}` in a pattern stands for a ticker, `{}` for
/// anything.
enum Route {
  GROUPED("v2/aggs/grouped/locale/us/market/stocks/{}"),
  AGGREGATES("v2/aggs/ticker/{t}/range/{}/{}/{}/{}"),
  PREVIOUS("v2/aggs/ticker/{t}/prev"),
  OPEN_CLOSE("v1/open-close/{t}/{}"),
  TICKERS("v3/reference/tickers"),
  TICKER_TYPES("v3/reference/tickers/types"),
  TICKER_DETAILS("v3/reference/tickers/{t}"),
  EXCHANGES("v3/reference/exchanges"),
  RELATED_COMPANIES("v1/related-companies/{t}"),
  TICKER_EVENTS("vX/reference/tickers/{t}/events"),
  SPLITS("stocks/v1/splits"),
  DIVIDENDS("stocks/v1/dividends"),
  OLD_SPLITS("v3/reference/splits"),
  OLD_DIVIDENDS("v3/reference/dividends"),
  IPOS("vX/reference/ipos"),
  ETF_PROFILES("etf-global/v1/profiles"),
  ETF_TAXONOMIES("etf-global/v1/taxonomies"),
  ETF_CONSTITUENTS("etf-global/v1/constituents"),
  ETF_FLOWS("etf-global/v1/fund-flows"),
  ETF_ANALYTICS("etf-global/v1/analytics"),
  SNAPSHOTS("v2/snapshot/locale/us/markets/stocks/tickers"),
  SNAPSHOT("v2/snapshot/locale/us/markets/stocks/tickers/{t}"),
  MOVERS("v2/snapshot/locale/us/markets/stocks/{}"),
  UNIVERSAL_SNAPSHOT("v3/snapshot"),
  RETIRED_TICKS("v2/ticks/stocks/{}/{t}/{}"),
  MARKET_STATUS("v1/marketstatus/now"),
  MARKET_HOLIDAYS("v1/marketstatus/upcoming");

  private final String pattern;

  Route(String pattern) {
    this.pattern = pattern;
  }

  /// As the statistics name it.
  String pattern() {
    return "/" + pattern;
  }

  static Optional<Route> of(List<String> segments) {
    return Arrays.stream(values()).filter(r -> r.matches(segments)).findFirst();
  }

  private boolean matches(List<String> segments) {
    var parts = pattern.split("/", -1);
    if (parts.length != segments.size()) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      boolean open = parts[i].startsWith("{");
      if (open ? segments.get(i).isEmpty() : !parts[i].equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// The ticker in a path of this route.
  Optional<String> ticker(List<String> segments) {
    int place = List.of(pattern.split("/", -1)).indexOf("{t}");
    return place < 0 ? Optional.empty() : Optional.of(segments.get(place));
  }
}
