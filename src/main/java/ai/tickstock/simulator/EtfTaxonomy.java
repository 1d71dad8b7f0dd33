package ai.tickstock.simulator;

import tools.jackson.core.JsonGenerator;

/// What kind of fund a fund is.
record EtfTaxonomy(FundDay day) {
  void write(JsonGenerator json) {
    var fund = day.fund();
    json.writeStartObject();
    day.writeKey(json);
    json.writeStringProperty("description", fund.name());
    json.writeStringProperty("issuer", day.issuer());
    json.writeStringProperty("us_code", ReferenceEndpoints.cusip(fund));
    json.writeStringProperty("isin", ReferenceEndpoints.isin(fund));
    fund.listed().ifPresent(d -> json.writeStringProperty("inception_date", d.toString()));
    json.writeStringProperty("product_type", day.productType());
    json.writeStringProperty("asset_class", day.assetClass());
    json.writeStringProperty("category", day.category());
    json.writeStringProperty("focus", day.focus());
    json.writeStringProperty("development_class", "Developed Markets");
    json.writeStringProperty("region", day.region());
    if (day.region().equals("U.S.")) {
      json.writeStringProperty("country", "U.S.");
    }
    json.writeStringProperty("primary_benchmark", day.focus() + " Index");
    json.writeStringProperty("leverage_style", day.leverageStyle());
    json.writeNumberProperty("levered_amount", day.leverage());
    if (day.leverage() != 0) {
      json.writeStringProperty("leverage_reset", "Daily");
    }
    json.writeStringProperty("management_classification", day.management());
    json.writeStringProperty(
        "weighting_methodology", day.ofShares() ? "Market Cap" : "Market Value");
    json.writeStringProperty("rebalance_frequency", "Quarterly");
    json.writeStringProperty("holdings_disclosure_frequency", "Daily");
    json.writeEndObject();
  }
}
