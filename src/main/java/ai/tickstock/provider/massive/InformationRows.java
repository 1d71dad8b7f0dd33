package ai.tickstock.provider.massive;

import ai.tickstock.provider.EtfProfileRow;
import ai.tickstock.provider.ExchangeRow;
import ai.tickstock.provider.HolidayRow;
import ai.tickstock.provider.IpoRow;
import ai.tickstock.provider.MarketStatus;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The readers of status, holidays, offerings, exchanges and funds.
final class InformationRows {
  static final RowReader<MarketStatus> STATUS = reader(InformationRows::status);
  static final RowReader<HolidayRow> HOLIDAYS = reader(InformationRows::holiday);
  static final RowReader<IpoRow> IPOS = reader(InformationRows::ipo);
  static final RowReader<ExchangeRow> EXCHANGES = reader(InformationRows::exchange);
  static final RowReader<EtfProfileRow> ETF_PROFILES = reader(InformationRows::etfProfile);

  /// Any row, as it is.
  static final RowReader<Fields> ANY = reader(Optional::of);

  private InformationRows() {}

  private static <T> RowReader<T> reader(Function<Fields, Optional<T>> reading) {
    return (row, _) -> reading.apply(new Fields(PageReader.JSON.readTree(row)));
  }

  private static Optional<MarketStatus> status(Fields row) {
    var market = row.text("market");
    var time = row.instant("serverTime");
    if (market.isEmpty() || time.isEmpty()) {
      return Optional.empty();
    }
    var exchanges = new HashMap<String, String>();
    for (var one : row.row().path("exchanges").properties()) {
      exchanges.put(one.getKey(), one.getValue().asString());
    }
    return Optional.of(
        new MarketStatus(
            market.get(),
            row.flag("earlyHours").orElse(false),
            row.flag("afterHours").orElse(false),
            time.get(),
            exchanges));
  }

  private static Optional<HolidayRow> holiday(Fields row) {
    var date = row.date("date");
    var exchange = row.text("exchange");
    var status = row.text("status");
    return date.isPresent() && exchange.isPresent() && status.isPresent()
        ? Optional.of(
            new HolidayRow(
                exchange.get(),
                row.text("name").orElse(""),
                date.get(),
                status.get(),
                row.instant("open"),
                row.instant("close")))
        : Optional.empty();
  }

  private static Optional<IpoRow> ipo(Fields row) {
    var symbol = row.symbol("ticker");
    var status = row.text("ipo_status");
    return symbol.isPresent() && status.isPresent()
        ? Optional.of(
            new IpoRow(
                symbol.get(),
                row.text("issuer_name").orElse(""),
                status.get(),
                row.text("security_type"),
                row.date("announced_date"),
                row.date("listing_date"),
                row.text("primary_exchange"),
                row.text("isin"),
                row.text("us_code"),
                row.number("final_issue_price"),
                row.number("lowest_offer_price"),
                row.number("highest_offer_price"),
                row.date("last_updated")))
        : Optional.empty();
  }

  private static Optional<ExchangeRow> exchange(Fields row) {
    return row.number("id")
        .map(id ->
            new ExchangeRow(
                id.intValue(),
                row.text("type").orElse(""),
                row.text("name").orElse(""),
                row.text("mic"),
                row.text("operating_mic")));
  }

  private static Optional<EtfProfileRow> etfProfile(Fields row) {
    var symbol = row.symbol("composite_ticker");
    var processed = row.date("processed_date");
    var effective = row.date("effective_date");
    if (symbol.isEmpty() || processed.isEmpty() || effective.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new EtfProfileRow(
            symbol.get(),
            processed.get(),
            effective.get(),
            said(row, "description"),
            said(row, "issuer"),
            said(row, "product_type"),
            said(row, "asset_class"),
            said(row, "category"),
            said(row, "focus"),
            said(row, "primary_benchmark"),
            row.number("aum"),
            row.number("management_fee"),
            row.number("total_expenses"),
            row.number("net_expenses"),
            row.number("num_holdings"),
            said(row, "leverage_style"),
            row.number("levered_amount"),
            row.date("inception_date"),
            said(row, "listing_exchange"),
            said(row, "distribution_frequency"),
            row.number("creation_unit_size"),
            exposures(row, "sector_exposure"),
            exposures(row, "industry_exposure"),
            exposures(row, "geographic_exposure")));
  }

  /// The vendor writes `None` where there is nothing.
  private static Optional<String> said(Fields row, String name) {
    return row.text(name).filter(text -> !text.equals("None"));
  }

  /// Documented as a list of `{"key":"technology","value":0.31}`, shown as `{"technology":0.31}`.
  private static Map<String, BigDecimal> exposures(Fields row, String name) {
    var node = row.row().path(name);
    var shares = new HashMap<String, BigDecimal>();
    if (node.isArray()) {
      for (var one : node) {
        var share = new Fields(one);
        share
            .text("key")
            .ifPresent(key -> share.number("value").ifPresent(value -> shares.put(key, value)));
      }
    } else if (node.isObject()) {
      var map = new Fields(node);
      for (var key : node.propertyNames()) {
        map.number(key).ifPresent(value -> shares.put(key, value));
      }
    }
    return shares;
  }
}
