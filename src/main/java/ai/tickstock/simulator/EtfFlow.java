package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import tools.jackson.core.JsonGenerator;

/// What flowed into a fund since the session before, or out of it.
///
/// @param before the session before the effective one
record EtfFlow(FundDay day, LocalDate before, Market market) {
  void write(JsonGenerator json) {
    json.writeStartObject();
    day.writeKey(json);
    var nav = day.close(market);
    var shares = day.shares(market);
    var earlier = new FundDay(day.fund(), day.ticker(), before, before, day.kind()).shares(market);
    nav.ifPresent(n -> {
      shares.ifPresent(s -> {
        double flow = n * (s - earlier.orElse(0.0));
        Json.number(json, "fund_flow", Math.rint(flow * 100) / 100);
        Json.number(json, "shares_outstanding", s);
      });
      Json.number(json, "nav", n);
    });
    json.writeEndObject();
  }
}
