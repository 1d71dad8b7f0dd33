package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A fund as of a day: what the partner's sets of data have in common.
///
/// @param processed when the partner received it
/// @param effective the session as of which it holds
/// @param kind what it invests in, as `kindOf` gives it
record FundDay(
    Instrument fund, String ticker, LocalDate processed, LocalDate effective, List<String> kind) {
  private static final int LOOK_BACK = 20;

  /// What an investment is called, by a word in the name of the fund: asset class, category, focus,
  /// and the sector where it is one.
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

  /// 0 to 1, the same for a fund and a number.
  double dice(long number) {
    return Dice.roll(17, fund.name(), number);
  }

  /// What a fund invests in.
  static List<String> kindOf(Instrument fund) {
    var lower = fund.name().toLowerCase(Locale.ROOT);
    return KINDS.stream().filter(k -> lower.contains(k.getFirst())).findFirst().orElseThrow();
  }

  private String lowerName() {
    return fund.name().toLowerCase(Locale.ROOT);
  }

  String assetClass() {
    return kind.get(1);
  }

  boolean ofShares() {
    return assetClass().equals("Equity");
  }

  String category() {
    return kind.get(2);
  }

  String focus() {
    return kind.get(3);
  }

  /// The only sector it is in, in the partner's word; empty where it is in many or in none.
  Optional<String> sector() {
    return Optional.of(kind.get(4)).filter(s -> !s.isEmpty());
  }

  String region() {
    return category().equals("Region") ? "Global Ex-U.S." : "U.S.";
  }

  String issuer() {
    return fund.name().split(" ", 2)[0];
  }

  String productType() {
    return fund.type().equals("ETN") ? "etn" : "etf";
  }

  boolean isLevered() {
    return lowerName().contains("3x") || lowerName().contains("ultra");
  }

  private boolean isInverse() {
    return lowerName().contains("short") || lowerName().contains("bear");
  }

  String leverageStyle() {
    return isLevered() || isInverse() ? "leveraged" : "unleveraged";
  }

  /// Below 0 for an inverse fund, 0 without leverage.
  int leverage() {
    return (isLevered() ? 3 : isInverse() ? 1 : 0) * (isInverse() ? -1 : 1);
  }

  String management() {
    return dice(4) < 0.2 ? "active" : "passive";
  }

  /// At least 20; less of a sector, where there are fewer companies.
  int holdings() {
    return (int) (20 + (sector().isPresent() ? 180 : 2000) * dice(5) * dice(6));
  }

  /// The close, or the last one before; empty where nothing was traded of late.
  Optional<Double> close(Market market) {
    return close(market, ticker, effective);
  }

  static Optional<Double> close(Market market, String ticker, LocalDate date) {
    var day = market.history(ticker, DateRange.of(date));
    var bars =
        day.isEmpty()
            ? market.history(ticker, new DateRange(date.minusDays(LOOK_BACK), date))
            : day;
    return bars.stream().reduce((_, later) -> later).map(DayBar::close);
  }

  /// Shares outstanding by how much was traded before the start of the quarter, with a little that
  /// comes and goes; empty where nothing was traded.
  Optional<Double> shares(Market market) {
    var quarter = LocalDate.of(effective.getYear(), (effective.getMonthValue() - 1) / 3 * 3 + 1, 1);
    var then =
        market.history(ticker, new DateRange(quarter.minusDays(LOOK_BACK), quarter.minusDays(1)));
    var traded =
        then.isEmpty()
            ? market.history(ticker, new DateRange(effective.minusDays(LOOK_BACK), effective))
            : then;
    if (traded.isEmpty()) {
      return Optional.empty();
    }
    double volume =
        traded.stream().mapToDouble(DayBar::volume).filter(v -> v > 0).average().orElse(1000);
    double moves = 1 + 0.004 * (dice(effective.toEpochDay()) - 0.5);
    return Optional.of(Math.rint(volume * (8 + 30 * dice(8)) * moves));
  }

  /// Under management in US dollars.
  Optional<Double> worth(Market market) {
    return close(market).flatMap(c -> shares(market).map(s -> Math.rint(s * c * 100) / 100));
  }

  /// The fields with which each row begins.
  void writeKey(JsonGenerator json) {
    json.writeStringProperty("composite_ticker", ticker);
    json.writeStringProperty("processed_date", processed.toString());
    json.writeStringProperty("effective_date", effective.toString());
  }
}
