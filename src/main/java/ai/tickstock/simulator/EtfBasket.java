package ai.tickstock.simulator;

import ai.tickstock.scenario.Company;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/// What a fund holds: of equities the companies with the most shares, of its sector where it has
/// one, and cash in the last place. Other funds hold what has no ticker. The weights fall with the
/// rank and add up to 1.
final class EtfBasket {
  /// A large part of the market is in a fund, not always the same one.
  private static final double CHOSEN = 0.8;

  private static final Map<String, String> INDUSTRIES =
      Map.ofEntries(
          Map.entry("technology", "7372"),
          Map.entry("communication_services", "4841"),
          Map.entry("consumer_discretionary", "5651"),
          Map.entry("consumer_staples", "2000"),
          Map.entry("energy", "1311"),
          Map.entry("financials", "6021"),
          Map.entry("health_care", "2834"),
          Map.entry("industrials", "3720"),
          Map.entry("materials", "2821"),
          Map.entry("real_estate", "6798"),
          Map.entry("utilities", "4911"));

  private final FundDay day;
  private final List<Instrument> shares;
  private final Optional<Double> worth;
  private final double weights;

  private EtfBasket(FundDay day, List<Instrument> shares, Optional<Double> worth) {
    this.day = day;
    this.shares = shares;
    this.worth = worth;
    weights = IntStream.rangeClosed(1, day.holdings()).mapToDouble(EtfBasket::part).sum();
  }

  /// All that funds can hold, those with the most shares first.
  static List<Instrument> companies(Market market) {
    return market.instruments().stream()
        .filter(i -> i.company().isPresent() && i.type().equals("CS") && i.referenced() && !i.otc())
        .sorted(Comparator.comparingLong(i -> -i.company().orElseThrow().shares()))
        .toList();
  }

  /// @param companies as `companies` gives them
  static EtfBasket of(FundDay day, List<Instrument> companies) {
    var industry = day.sector().map(INDUSTRIES::get);
    var held =
        day.ofShares()
            ? companies.stream()
                .filter(i -> i.tickerOn(day.effective()).isPresent())
                .filter(
                    i -> industry.isEmpty() || industry.equals(i.company().map(Company::sicCode)))
                .filter(i -> Dice.roll(51, day.fund().name(), i.index()) < CHOSEN)
                .limit(day.holdings() - 1)
                .toList()
            : List.<Instrument>of();
    return new EtfBasket(day, held, Optional.empty());
  }

  /// The same with what its parts are worth.
  EtfBasket priced(Market market) {
    return new EtfBasket(day, shares, day.worth(market));
  }

  private static double part(int rank) {
    return 1.0 / (rank + 4);
  }

  /// @param rank 1 for the largest
  boolean passes(Call call, int rank) {
    var share = share(rank);
    return Pages.passes(call, "constituent_ticker", share.flatMap(this::ticker).orElse(""))
        && Pages.passes(call, "us_code", share.map(ReferenceEndpoints::cusip).orElse(""))
        && Pages.passes(call, "isin", share.map(ReferenceEndpoints::isin).orElse(""))
        && Pages.passes(call, "figi", share.flatMap(Instrument::compositeFigi).orElse(""))
        && Pages.passes(call, "sedol", share.map(EtfBasket::sedol).orElse(""));
  }

  private Optional<Instrument> share(int rank) {
    return rank <= shares.size() ? Optional.of(shares.get(rank - 1)) : Optional.empty();
  }

  private Optional<String> ticker(Instrument share) {
    return share.tickerOn(day.effective());
  }

  private static String sedol(Instrument share) {
    return "B" + ReferenceEndpoints.cusip(share).substring(1, 7);
  }

  void write(JsonGenerator json, Market market, int rank) {
    double weight = part(rank) / weights;
    json.writeStartObject();
    day.writeKey(json);
    json.writeNumberProperty("constituent_rank", rank);
    Json.number(json, "weight", Math.rint(weight * 1e9) / 1e9);
    var value = worth.map(w -> Math.rint(w * weight * 100) / 100);
    value.ifPresent(v -> Json.number(json, "market_value", v));
    json.writeStringProperty("currency_traded", "USD");
    var share = share(rank);
    if (share.isPresent()) {
      writeShare(json, market, share.get(), value);
    } else {
      boolean cash = day.ofShares();
      json.writeStringProperty(
          "constituent_name",
          cash ? "US DOLLAR" : day.focus().toUpperCase(Locale.ROOT) + " " + rank);
      json.writeStringProperty("asset_class", cash ? "Cash" : day.assetClass());
      value.ifPresent(v -> Json.number(json, "shares_held", v));
    }
    json.writeEndObject();
  }

  private void writeShare(
      JsonGenerator json, Market market, Instrument share, Optional<Double> value) {
    var ticker = ticker(share).orElseThrow();
    json.writeStringProperty("constituent_ticker", ticker);
    json.writeStringProperty("constituent_name", share.name());
    json.writeStringProperty("asset_class", "Equity");
    json.writeStringProperty("security_type", "Common Stock");
    json.writeStringProperty("country_of_exchange", "US");
    json.writeStringProperty("exchange", FixedLists.exchange(share.exchange()));
    json.writeStringProperty("us_code", ReferenceEndpoints.cusip(share));
    json.writeStringProperty("isin", ReferenceEndpoints.isin(share));
    json.writeStringProperty("sedol", sedol(share));
    Json.text(json, "figi", share.compositeFigi());
    var close = new FundDay(share, ticker, day.processed(), day.effective()).close(market);
    value
        .flatMap(v -> close.map(c -> Math.rint(v / c)))
        .ifPresent(held -> Json.number(json, "shares_held", held));
  }
}
