package ai.tickstock.provider;

/// The vendor's endpoints that this program uses or offers to its users.
public enum VendorEndpoint {
  DAILY_BARS("daily bars of a symbol"),
  MINUTE_BARS("minute bars of a symbol"),
  GROUPED_DAILY("daily bars of the whole market"),
  PREVIOUS_DAY("previous day of a symbol"),
  TICKERS("list of tickers"),
  DETAILS("ticker details"),
  TICKER_EVENTS("ticker changes"),
  TYPES("ticker types"),
  EXCHANGES("exchanges"),
  IPOS("IPOs"),
  SPLITS("splits"),
  OLD_SPLITS("splits, deprecated endpoint"),
  DIVIDENDS("dividends"),
  OLD_DIVIDENDS("dividends, deprecated endpoint"),
  MARKET_STATUS("market status"),
  SNAPSHOT("snapshot of a symbol"),
  UNIVERSAL_SNAPSHOT("universal snapshot"),
  ETF_PROFILES("ETF Global profiles");

  private final String words;

  VendorEndpoint(String words) {
    this.words = words;
  }

  /// For people.
  public String words() {
    return words;
  }
}
