package ai.tickstock.provider;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/// One thing that a source says of a fund.
///
/// @param name what it is about: one of the constants, or `sector.` and a sector in the source's
///   word
/// @param value as text; a date as `2021-12-03`
/// @param number the value again, where it is one
public record FundFact(String name, String value, Optional<BigDecimal> number, Unit unit) {
  public static final String ISSUER = "issuer";
  public static final String AUM = "aum";
  public static final String EXPENSE_RATIO = "expense_ratio";
  public static final String BENCHMARK = "benchmark";
  public static final String ASSET_CLASS = "asset_class";
  public static final String CATEGORY_GROUP = "category_group";
  public static final String CATEGORY = "category";
  public static final String FOCUS = "focus";
  public static final String NAME = "name";
  public static final String PRODUCT_TYPE = "product_type";
  public static final String INCEPTION = "inception";
  public static final String LEVERAGE_STYLE = "leverage_style";
  public static final String LEVERAGE = "leverage";
  public static final String AVERAGE_VOLUME = "average_volume";
  public static final String SHARES_OUTSTANDING = "shares_outstanding";
  public static final String NAV = "nav";
  public static final String MARKET_CAP = "market_cap";

  /// Before the name of a sector: the share of the fund that is in it.
  public static final String SECTOR = "sector.";

  /// What a value is counted in. A fraction: 0.0009 is 0.09 %. A multiple: -3 of a fund that goes
  /// against its index threefold.
  public enum Unit {
    TEXT,
    DATE,
    DOLLARS,
    FRACTION,
    MULTIPLE,
    COUNT;

    /// `fraction`.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static FundFact text(String name, String value) {
    return new FundFact(name, value.strip(), Optional.empty(), Unit.TEXT);
  }

  public static FundFact date(String name, LocalDate value) {
    return new FundFact(name, value.toString(), Optional.empty(), Unit.DATE);
  }

  public static FundFact number(String name, BigDecimal value, Unit unit) {
    var plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return new FundFact(name, plain.toPlainString(), Optional.of(plain), unit);
  }
}
