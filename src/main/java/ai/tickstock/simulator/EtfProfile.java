package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// One row of the history of a fund's profile.
///
/// @param processed when the partner received it
/// @param effective the session as of which it holds
record EtfProfile(Instrument fund, String ticker, LocalDate processed, LocalDate effective) {
  private static final int LOOK_BACK = 20;

  /// What an investment is called, by a word in the name of the fund: asset class, category, focus.
  private static final List<List<String>> KINDS =
      List.of(
          List.of("bond", "Fixed Income", "Broad Debt", "Broad Maturities", ""),
          List.of("treasury", "Fixed Income", "Government", "Treasury", ""),
          List.of("gold", "Commodities", "Precious Metals", "Gold", ""),
          List.of("silver", "Commodities", "Precious Metals", "Silver", ""),
          List.of("commodity", "Commodities", "Broad Commodities", "Broad", ""),
          List.of("digital", "Currency", "Cryptocurrency", "Digital Asset", ""),
          List.of("bitcoin", "Currency", "Cryptocurrency", "Bitcoin", ""),
          List.of("techn", "Equity", "Sector", "Technology", "technology"),
          List.of("semicond", "Equity", "Sector", "Technology", "technology"),
          List.of("software", "Equity", "Sector", "Technology", "technology"),
          List.of("communic", "Equity", "Sector", "Communications", "communication_services"),
          List.of("staples", "Equity", "Sector", "Consumer Staples", "consumer_staples"),
          List.of("consumer", "Equity", "Sector", "Consumer Cyclicals", "consumer_discretionary"),
          List.of("energy", "Equity", "Sector", "Energy", "energy"),
          List.of("financ", "Equity", "Sector", "Financials", "financials"),
          List.of("health", "Equity", "Sector", "Health Care", "health_care"),
          List.of("industr", "Equity", "Sector", "Industrials", "industrials"),
          List.of("material", "Equity", "Sector", "Materials", "materials"),
          List.of("real estate", "Equity", "Sector", "Real Estate", "real_estate"),
          List.of("utilit", "Equity", "Sector", "Utilities", "utilities"),
          List.of("small cap", "Equity", "Size and Style", "Small Cap", ""),
          List.of("international", "Equity", "Region", "Developed Markets", ""),
          List.of("", "Equity", "Size and Style", "Total Market", ""));

  private static final List<String> SECTORS =
      List.of("technology", "financials", "health_care", "industrials", "energy");

  private double dice(long number) {
    return Dice.roll(17, fund.name(), number);
  }

  /// @param asMap exposures as `{"technology":0.3}`; otherwise as a list of keys and values
  void write(JsonGenerator json, Market market, boolean asMap) {
    var lower = fund.name().toLowerCase(Locale.ROOT);
    var kind = KINDS.stream().filter(k -> lower.contains(k.getFirst())).findFirst().orElseThrow();
    boolean levered = lower.contains("3x") || lower.contains("ultra");
    boolean inverse = lower.contains("short") || lower.contains("bear");
    double fee = levered ? 0.95 : Math.rint((0.03 + 0.6 * dice(1) * dice(2)) * 10_000) / 10_000;
    double waiver = dice(3) < 0.1 ? 0.01 : 0;
    json.writeStartObject();
    json.writeStringProperty("composite_ticker", ticker);
    json.writeStringProperty("processed_date", processed.toString());
    json.writeStringProperty("effective_date", effective.toString());
    json.writeStringProperty("description", fund.name());
    json.writeStringProperty("issuer", fund.name().split(" ", 2)[0]);
    json.writeStringProperty("product_type", fund.type().equals("ETN") ? "etn" : "etf");
    json.writeStringProperty("asset_class", kind.get(1));
    json.writeStringProperty("category", kind.get(2));
    json.writeStringProperty("focus", kind.get(3));
    json.writeStringProperty("region", kind.get(2).equals("Region") ? "Global Ex-U.S." : "U.S.");
    json.writeStringProperty("primary_benchmark", kind.get(3) + " Index");
    fund.listed().ifPresent(d -> json.writeStringProperty("inception_date", d.toString()));
    json.writeStringProperty("listing_exchange", exchange());
    json.writeStringProperty("leverage_style", levered || inverse ? "leveraged" : "unleveraged");
    Json.number(json, "levered_amount", (levered ? 3 : inverse ? 1 : 0) * (inverse ? -1 : 1));
    json.writeStringProperty("management_classification", dice(4) < 0.2 ? "active" : "passive");
    worth(market).ifPresent(aum -> Json.number(json, "aum", aum));
    json.writeNumberProperty("num_holdings", (int) (20 + 2000 * dice(5) * dice(6)));
    Json.number(json, "management_fee", fee);
    Json.number(json, "other_expenses", 0);
    Json.number(json, "total_expenses", fee);
    Json.number(json, "fee_waivers", waiver);
    Json.number(json, "net_expenses", Math.rint((fee - waiver) * 10_000) / 10_000);
    json.writeNumberProperty("options_available", dice(7) < 0.5 ? 1 : 0);
    json.writeStringProperty("distribution_frequency", "Q");
    json.writeStringProperty("lead_market_maker", "None");
    if (kind.get(1).equals("Equity")) {
      json.writeName("sector_exposure");
      writeExposure(json, kind.get(4), asMap);
    }
    json.writeEndObject();
  }

  /// Under management in US dollars: shares by how much was traded at the start of the quarter,
  /// times the close; empty where nothing was traded of late.
  private Optional<Double> worth(Market market) {
    var quarter = LocalDate.of(effective.getYear(), (effective.getMonthValue() - 1) / 3 * 3 + 1, 1);
    var then =
        market.history(ticker, new DateRange(quarter.minusDays(LOOK_BACK), quarter.minusDays(1)));
    var now = market.history(ticker, new DateRange(effective.minusDays(LOOK_BACK), effective));
    if (now.isEmpty()) {
      return Optional.empty();
    }
    var traded = then.isEmpty() ? now : then;
    double volume =
        traded.stream().mapToDouble(b -> b.volume()).filter(v -> v > 0).average().orElse(1000);
    return Optional.of(Math.rint(volume * (8 + 30 * dice(8)) * now.getLast().close() * 100) / 100);
  }

  private String exchange() {
    return FixedLists.EXCHANGES.stream()
        .filter(e -> e.get(2).equals(fund.exchange()))
        .map(e -> e.get(3))
        .findFirst()
        .orElse(fund.exchange());
  }

  private void writeExposure(JsonGenerator json, String only, boolean asMap) {
    var sectors = only.isEmpty() ? SECTORS : List.of(only);
    if (asMap) {
      json.writeStartObject();
    } else {
      json.writeStartArray();
    }
    for (int i = 0; i < sectors.size(); i++) {
      double share =
          only.isEmpty() ? Math.rint((0.1 + 0.1 * dice(20 + i)) * 10_000) / 10_000 : 0.99;
      if (asMap) {
        Json.number(json, sectors.get(i), share);
      } else {
        json.writeStartObject();
        json.writeStringProperty("key", sectors.get(i));
        Json.number(json, "value", share);
        json.writeEndObject();
      }
    }
    if (asMap) {
      json.writeEndObject();
    } else {
      json.writeEndArray();
    }
  }
}
