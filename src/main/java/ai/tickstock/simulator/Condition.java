package ai.tickstock.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// A condition of trades of stocks and what trades with it change.
///
/// @param sips the letters of the two tapes, by `CTA` and `UTP`
/// @param consolidated what changes in bars of all exchanges: `h` high and low, `o` open and close,
///   `v` volume
/// @param market the same in bars of one exchange
record Condition(
    int id,
    String name,
    String type,
    Map<String, String> sips,
    String consolidated,
    String market,
    boolean legacy) {

  /// Id, name, letter of CTA, of UTP, consolidated, of one exchange, `legacy`.
  private static final String SALES =
      """
      0|Regular Sale|@|@|hov|hov|
      1|Acquisition||A|hov|hov|
      2|Average Price Trade|B|W|v|v|
      3|Automatic Execution|E||hov|hov|
      4|Bunched Trade||B|hov|hov|
      5|Bunched Sold Trade||G|hv|hv|
      6|CAP Election|I||hov|hov|legacy
      7|Cash Sale|C|C|v|v|
      8|Closing Prints||6|hov|hov|
      9|Cross Trade|X|X|hov|hov|
      10|Derivatively Priced|4|4|hv|hv|
      11|Distribution||D|hov|hov|
      12|Form T/Extended Hours|T|T|v|v|
      13|Extended Hours (Sold Out Of Sequence)|U|U|v|v|
      14|Intermarket Sweep|F|F|hov|hov|
      15|Market Center Official Close|M|M||ho|
      16|Market Center Official Open|Q|Q||h|
      17|Market Center Opening Trade|O||hv|hv|
      18|Market Center Reopening Trade|5||hov|hov|
      19|Market Center Closing Trade|6||hov|hov|
      20|Next Day|N|N|v|v|
      21|Price Variation Trade|H|H|v|v|
      22|Prior Reference Price|P|P|hv|hv|
      23|Rule 155 Trade (AMEX)||K|hov|hov|
      24|Rule 127 (NYSE Only)|K||hov|hov|
      25|Opening Prints||O|hov|hov|
      27|Stopped Stock (Regular Trade)||1|hov|hov|legacy
      28|Re-Opening Prints||5|hov|hov|
      29|Seller|R|R|v|v|
      30|Sold Last|L|L|hov|hov|
      31|Sold Last and Stopped Stock||2|hov|hov|legacy
      32|Sold (Out Of Sequence)|Z|Z|hv|hv|
      33|Sold (Out of Sequence) and Stopped Stock||3|hv|hv|legacy
      34|Split Trade||S|hov|hov|
      35|Stock Option||V|hov|hov|legacy
      36|Yellow Flag Regular Trade||Y|hov|hov|
      37|Odd Lot Trade|I|I|v|v|
      38|Corrected Consolidated Close (per listing market)|9|9|ho||
      52|Contingent Trade|V|V|v|v|
      53|Qualified Contingent Trade|7|7|v|v|
      """;

  static final List<Condition> ALL = all();

  private static List<Condition> all() {
    var all = new ArrayList<Condition>();
    for (var line : SALES.lines().toList()) {
      var parts = line.split("\\|", -1);
      var sips = new TreeMap<String, String>();
      if (!parts[2].isEmpty()) {
        sips.put("CTA", parts[2]);
      }
      if (!parts[3].isEmpty()) {
        sips.put("UTP", parts[3]);
      }
      all.add(
          new Condition(
              Integer.parseInt(parts[0]),
              parts[1],
              "sale_condition",
              sips,
              parts[4],
              parts[5],
              parts[6].equals("legacy")));
    }
    all.add(
        new Condition(
            41,
            "Trade Thru Exempt",
            "trade_thru_exempt",
            Map.of("CTA", "X", "UTP", "X"),
            "",
            "",
            false));
    return List.copyOf(all);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("id", id);
    json.writeStringProperty("type", type);
    json.writeStringProperty("name", name);
    json.writeStringProperty("asset_class", "stocks");
    json.writeName("sip_mapping");
    json.writeStartObject();
    new TreeMap<>(sips).forEach(json::writeStringProperty);
    json.writeEndObject();
    if (type.equals("sale_condition")) {
      json.writeName("update_rules");
      json.writeStartObject();
      rules(json, "consolidated", consolidated);
      rules(json, "market_center", market);
      json.writeEndObject();
    }
    json.writeName("data_types");
    json.writeStartArray();
    json.writeString("trade");
    json.writeEndArray();
    if (legacy) {
      json.writeBooleanProperty("legacy", true);
    }
    json.writeEndObject();
  }

  private static void rules(JsonGenerator json, String name, String changes) {
    json.writeName(name);
    json.writeStartObject();
    json.writeBooleanProperty("updates_high_low", changes.contains("h"));
    json.writeBooleanProperty("updates_open_close", changes.contains("o"));
    json.writeBooleanProperty("updates_volume", changes.contains("v"));
    json.writeEndObject();
  }
}
