package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// One row of the history of a fund's profile.
record EtfProfile(FundDay day, Market market) {
  private static final List<String> SECTORS =
      List.of("technology", "financials", "health_care", "industrials", "energy");

  /// @param asMap exposures as `{"technology":0.3}`; otherwise as a list of keys and values
  void write(JsonGenerator json, boolean asMap) {
    var fund = day.fund();
    double fee =
        day.isLevered()
            ? 0.95
            : Math.rint((0.03 + 0.6 * day.dice(1) * day.dice(2)) * 10_000) / 10_000;
    double waiver = day.dice(3) < 0.1 ? 0.01 : 0;
    json.writeStartObject();
    day.writeKey(json);
    json.writeStringProperty("description", fund.name());
    json.writeStringProperty("issuer", day.issuer());
    json.writeStringProperty("product_type", day.productType());
    json.writeStringProperty("asset_class", day.assetClass());
    json.writeStringProperty("category", day.category());
    json.writeStringProperty("focus", day.focus());
    json.writeStringProperty("region", day.region());
    json.writeStringProperty("primary_benchmark", day.focus() + " Index");
    fund.listed().ifPresent(d -> json.writeStringProperty("inception_date", d.toString()));
    json.writeStringProperty("listing_exchange", FixedLists.exchange(fund.exchange()));
    json.writeStringProperty("leverage_style", day.leverageStyle());
    json.writeNumberProperty("levered_amount", day.leverage());
    json.writeStringProperty("management_classification", day.management());
    day.worth(market).ifPresent(aum -> Json.number(json, "aum", aum));
    json.writeNumberProperty("num_holdings", day.holdings());
    Json.number(json, "management_fee", fee);
    Json.number(json, "other_expenses", 0);
    Json.number(json, "total_expenses", fee);
    Json.number(json, "fee_waivers", waiver);
    Json.number(json, "net_expenses", Math.rint((fee - waiver) * 10_000) / 10_000);
    json.writeNumberProperty("options_available", day.dice(7) < 0.5 ? 1 : 0);
    json.writeStringProperty("distribution_frequency", "Q");
    json.writeStringProperty("lead_market_maker", "None");
    if (day.ofShares()) {
      json.writeName("sector_exposure");
      writeExposure(json, asMap);
    }
    json.writeEndObject();
  }

  private void writeExposure(JsonGenerator json, boolean asMap) {
    var only = day.sector();
    var sectors = only.map(List::of).orElse(SECTORS);
    if (asMap) {
      json.writeStartObject();
    } else {
      json.writeStartArray();
    }
    for (int i = 0; i < sectors.size(); i++) {
      double share =
          only.isEmpty() ? Math.rint((0.1 + 0.1 * day.dice(20 + i)) * 10_000) / 10_000 : 0.99;
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
