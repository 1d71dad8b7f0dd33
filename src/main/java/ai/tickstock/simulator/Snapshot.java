package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import ai.tickstock.scenario.DayBar;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/// How one ticker stands at an instant.
///
/// @param day today's bar so far; empty until the first regular trade
/// @param previous bar of the session before
/// @param minutes today's minutes so far that are out, extended hours included; can be empty
/// @param out how many of them
/// @param outside of these minutes, the prices outside regular hours
/// @param fairValue the vendor's estimate; empty where the plan has none, or there is no price
record Snapshot(
    String ticker,
    String name,
    Optional<DayBar> day,
    Optional<DayBar> previous,
    MinuteRows minutes,
    int out,
    OutsideHours outside,
    OptionalDouble fairValue) {
  private static final long MINUTE = 60_000;
  private static final long NANOS = 1_000_000;

  /// The last price of the day: of a minute, or else of the day.
  OptionalDouble price() {
    if (out > 0) {
      return OptionalDouble.of(minutes.close(out - 1));
    }
    return day.isPresent() ? OptionalDouble.of(day.get().close()) : OptionalDouble.empty();
  }

  private double previousClose() {
    return previous.map(DayBar::close).orElse(0.0);
  }

  private double change() {
    return price().isPresent() && previous.isPresent()
        ? rounded(price().getAsDouble() - previousClose())
        : 0;
  }

  /// In percent of the close before; 0 without a trade today or without one before.
  double changePercent() {
    return change() == 0 ? 0 : rounded(100 * change() / previousClose());
  }

  private static double rounded(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }

  /// In nanoseconds; 0 without a trade today.
  private long updated() {
    return out > 0
        ? (minutes.startMillis(out - 1) + MINUTE) * NANOS
        : day.map(d -> (MinuteWindow.midnight(d.session()) + 16 * 60 * MINUTE) * NANOS).orElse(0L);
  }

  /// As an element of `tickers` in the second version; zeros where there was no trade yet.
  void writeOld(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("ticker", ticker);
    Json.number(json, "todaysChangePerc", changePercent());
    Json.number(json, "todaysChange", change());
    json.writeNumberProperty("updated", updated());
    json.writeName("day");
    writeDay(json, day, true);
    json.writeName("min");
    writeMinute(json);
    json.writeName("prevDay");
    writeDay(json, previous, false);
    fairValue.ifPresent(v -> Json.number(json, "fmv", v));
    json.writeEndObject();
  }

  private static void writeDay(JsonGenerator json, Optional<DayBar> bar, boolean exact) {
    json.writeStartObject();
    Json.number(json, "o", bar.map(DayBar::open).orElse(0.0));
    Json.number(json, "h", bar.map(DayBar::high).orElse(0.0));
    Json.number(json, "l", bar.map(DayBar::low).orElse(0.0));
    Json.number(json, "c", bar.map(DayBar::close).orElse(0.0));
    double volume = bar.map(DayBar::volume).filter(v -> !Double.isNaN(v)).orElse(0.0);
    Json.number(json, "v", Math.floor(volume));
    Json.number(json, "vw", bar.map(DayBar::vwap).filter(v -> !Double.isNaN(v)).orElse(0.0));
    if (exact && bar.isPresent()) {
      json.writeStringProperty("dv", decimal(volume));
    }
    json.writeEndObject();
  }

  private void writeMinute(JsonGenerator json) {
    boolean traded = out > 0;
    int last = out - 1;
    json.writeStartObject();
    double all = volume();
    Json.number(json, "av", Math.floor(all));
    if (traded) {
      json.writeStringProperty("dav", decimal(all));
    }
    json.writeNumberProperty("t", traded ? minutes.startMillis(last) : 0);
    json.writeNumberProperty("n", traded ? Math.max(0, minutes.trades(last)) : 0);
    Json.number(json, "o", traded ? minutes.open(last) : 0);
    Json.number(json, "h", traded ? minutes.high(last) : 0);
    Json.number(json, "l", traded ? minutes.low(last) : 0);
    Json.number(json, "c", traded ? minutes.close(last) : 0);
    double volume = traded ? known(minutes.volume(last)) : 0;
    Json.number(json, "v", Math.floor(volume));
    Json.number(json, "vw", traded ? known(minutes.vwap(last)) : 0);
    if (traded) {
      json.writeStringProperty("dv", decimal(volume));
    }
    json.writeEndObject();
  }

  private double volume() {
    double all = 0;
    for (int row = 0; row < out; row++) {
      all += known(minutes.volume(row));
    }
    return Math.rint(all * 1_000_000) / 1_000_000;
  }

  private static double known(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  private static String decimal(double volume) {
    return BigDecimal.valueOf(volume).stripTrailingZeros().toPlainString();
  }

  /// As an element of `results` in the third version.
  ///
  /// @param marketStatus `open`, `closed`, `early_trading` or `late_trading`
  /// @param delayed whether the plan sees it late
  void writeNew(JsonGenerator json, String marketStatus, boolean delayed) {
    json.writeStartObject();
    json.writeStringProperty("ticker", ticker);
    json.writeStringProperty("type", "stocks");
    json.writeStringProperty("name", name);
    json.writeStringProperty("market_status", marketStatus);
    json.writeName("session");
    writeSession(json);
    if (out > 0) {
      json.writeName("last_minute");
      writeLastMinute(json);
    }
    json.writeNumberProperty("last_updated", updated());
    json.writeStringProperty("timeframe", delayed ? "DELAYED" : "REAL-TIME");
    if (fairValue.isPresent()) {
      Json.number(json, "fmv", fairValue.getAsDouble());
      json.writeNumberProperty("fmv_last_updated", updated());
    }
    json.writeEndObject();
  }

  /// As an element of the summaries.
  void writeSummary(JsonGenerator json, String marketStatus) {
    json.writeStartObject();
    json.writeStringProperty("ticker", ticker);
    json.writeStringProperty("type", "stocks");
    json.writeStringProperty("name", name);
    json.writeStringProperty("market_status", marketStatus);
    price().ifPresent(p -> Json.number(json, "price", p));
    json.writeNumberProperty("last_updated", updated());
    json.writeName("session");
    writeSession(json);
    json.writeEndObject();
  }

  private void writeSession(JsonGenerator json) {
    json.writeStartObject();
    price().ifPresent(p -> Json.number(json, "price", p));
    Json.number(json, "change", change());
    Json.number(json, "change_percent", changePercent());
    writeChange(json, "early_trading_change", outside.lastPreMarket(), previousClose());
    var close = day.map(DayBar::close);
    writeChange(
        json,
        "regular_trading_change",
        close.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        previousClose());
    writeChange(json, "late_trading_change", outside.afterHours(), close.orElse(0.0));
    Json.number(json, "open", day.map(DayBar::open).orElse(0.0));
    Json.number(json, "high", day.map(DayBar::high).orElse(0.0));
    Json.number(json, "low", day.map(DayBar::low).orElse(0.0));
    Json.number(json, "close", day.map(DayBar::close).orElse(0.0));
    Json.number(json, "previous_close", previousClose());
    double volume = day.map(d -> known(d.volume())).orElse(0.0);
    Json.number(json, "volume", Math.floor(volume));
    if (day.isPresent()) {
      json.writeStringProperty("decimal_volume", decimal(volume));
    }
    json.writeEndObject();
  }

  /// From one price to another and in percent of the first; nothing where one is missing.
  private static void writeChange(JsonGenerator json, String name, OptionalDouble to, double from) {
    if (to.isPresent() && from > 0) {
      double change = rounded(to.getAsDouble() - from);
      Json.number(json, name, change);
      Json.number(json, name + "_percent", rounded(100 * change / from));
    }
  }

  private void writeLastMinute(JsonGenerator json) {
    int last = out - 1;
    double volume = known(minutes.volume(last));
    json.writeStartObject();
    Json.number(json, "open", minutes.open(last));
    Json.number(json, "high", minutes.high(last));
    Json.number(json, "low", minutes.low(last));
    Json.number(json, "close", minutes.close(last));
    Json.number(json, "volume", Math.floor(volume));
    json.writeStringProperty("decimal_volume", decimal(volume));
    json.writeNumberProperty("transactions", Math.max(0, minutes.trades(last)));
    Json.number(json, "vwap", known(minutes.vwap(last)));
    json.writeEndObject();
  }
}
