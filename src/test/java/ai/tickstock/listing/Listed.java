package ai.tickstock.listing;

import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// Rows of a vendor's list in the words of the field: `Listed.as("AAPL").named("Apple
/// Inc.").row()`.
public final class Listed {
  private final Symbol symbol;
  private Optional<String> name = Optional.empty();
  private Optional<String> type = Optional.of("CS");
  private Optional<String> exchange = Optional.of("XNYS");
  private Optional<String> figi = Optional.empty();
  private Optional<String> cik = Optional.empty();
  private Optional<LocalDate> delistedOn = Optional.empty();
  private Optional<Instant> updated = Optional.empty();
  private boolean active = true;

  private Listed(String ticker) {
    this.symbol = new Symbol(ticker);
  }

  public static Listed as(String ticker) {
    return new Listed(ticker);
  }

  public Listed named(String text) {
    name = Optional.of(text);
    return this;
  }

  public Listed type(String code) {
    type = Optional.of(code);
    return this;
  }

  public Listed withoutTypeAndExchange() {
    type = Optional.empty();
    exchange = Optional.empty();
    return this;
  }

  public Listed on(String venue) {
    exchange = Optional.of(venue);
    return this;
  }

  public Listed figi(String compositeFigi) {
    figi = Optional.of(compositeFigi);
    return this;
  }

  public Listed cik(String number) {
    cik = Optional.of(number);
    return this;
  }

  public Listed updated(String instant) {
    updated = Optional.of(Instant.parse(instant));
    return this;
  }

  public Listed delisted(String date) {
    active = false;
    delistedOn = Optional.of(LocalDate.parse(date));
    return this;
  }

  public Listed delistedSomeDay() {
    active = false;
    return this;
  }

  public ListingRow row() {
    return new ListingRow(
        symbol, name, type, exchange, active, cik, figi, Optional.empty(), delistedOn, updated);
  }
}
