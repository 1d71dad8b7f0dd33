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
  CONDITIONS("v3/reference/conditions"),
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
  SUMMARIES("v1/summaries"),
  SMA("v1/indicators/sma/{t}"),
  EMA("v1/indicators/ema/{t}"),
  MACD("v1/indicators/macd/{t}"),
  RSI("v1/indicators/rsi/{t}"),
  RETIRED_TICKS("v2/ticks/stocks/{}/{t}/{}"),
  MARKET_STATUS("v1/marketstatus/now"),
  MARKET_HOLIDAYS("v1/marketstatus/upcoming"),
  /// What the vendor sells besides and no plan of the simulator has.
  OTHER_DATA(
      "v2/last/trade/{t}",
      "v2/last/nbbo/{t}",
      "v3/trades/{t}",
      "v3/quotes/{t}",
      "stocks/dev/trades/{t}",
      "v2/reference/news",
      "vX/reference/financials",
      "stocks/v1/short-interest",
      "stocks/v1/short-volume",
      "stocks/vX/float",
      "stocks/financials/v1/{}",
      "stocks/filings/{}/{}",
      "stocks/filings/{}/{}/{}",
      "stocks/taxonomies/vX/{}",
      "benzinga/{}/{}",
      "benzinga/v1/consensus-ratings/{t}",
      "fed/v1/{}",
      "tmx/v1/corporate-events",
      "v3/reference/options/contracts",
      "v3/reference/options/contracts/{}",
      "v3/snapshot/options/{}",
      "v3/snapshot/options/{}/{}",
      "v3/snapshot/indices",
      "v2/snapshot/locale/global/markets/{}/tickers",
      "v2/snapshot/locale/global/markets/{}/tickers/{}",
      "v2/snapshot/locale/global/markets/{}/{}",
      "v2/aggs/grouped/locale/global/market/{}/{}");

  private final String patterns;

  Route(String... patterns) {
    this.patterns = String.join(" ", patterns);
  }

  /// One address, taken apart.
  private record Address(Route route, List<String> parts) {
    boolean matches(List<String> segments) {
      if (parts.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        boolean open = parts.get(i).startsWith("{");
        if (open ? segments.get(i).isEmpty() : !parts.get(i).equals(segments.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Address> ADDRESSES =
      Arrays.stream(values())
          .flatMap(r ->
              Arrays.stream(r.patterns.split(" ", -1))
                  .map(p -> new Address(r, List.of(p.split("/", -1)))))
          .toList();

  /// As the statistics name it.
  String pattern() {
    return this == OTHER_DATA ? "other data" : "/" + patterns;
  }

  static Optional<Route> of(List<String> segments) {
    return ADDRESSES.stream().filter(a -> a.matches(segments)).findFirst().map(Address::route);
  }

  /// The ticker in a path of this route.
  Optional<String> ticker(List<String> segments) {
    return ADDRESSES.stream()
        .filter(a -> a.route() == this && a.matches(segments))
        .findFirst()
        .map(a -> a.parts().indexOf("{t}"))
        .filter(place -> place >= 0)
        .map(segments::get);
  }
}
