package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

/// One instrument as we know it now, whatever ticker it traded under before.
///
/// @param symbol its ticker now, or its last one when it trades under none
/// @param type the vendor's type code, e.g. `CS`, `ETF`; what a code means says `EquityTypes`
/// @param active whether the last list that named it said that it trades
/// @param provisional known from bars only: no list of the source holds it
/// @param listDate first listing of the *company*, also after a rename: no lower bound for bars
/// @param delistDate New York date of the delisting
/// @param marketCap US dollars
/// @param sector one of eleven, by the industry code; a company's only
/// @param industry in the vendor's words
/// @param initialLoadDate New York date on which the first bar was stored
/// @param detailsAt when the vendor's details were last asked for
public record Instrument(
    InstrumentId id,
    Symbol symbol,
    Optional<String> name,
    Optional<String> type,
    Optional<Mic> exchange,
    boolean active,
    boolean provisional,
    Optional<LocalDate> listDate,
    Optional<LocalDate> delistDate,
    Optional<String> compositeFigi,
    Optional<String> shareClassFigi,
    Optional<String> cik,
    OptionalDouble marketCap,
    Optional<String> sector,
    Optional<String> industry,
    Optional<LocalDate> initialLoadDate,
    Optional<Instant> detailsAt) {

  /// The exchange whose calendar it follows: where it is listed, and New York where that exchange
  /// has no calendar here or is not known.
  public Mic follows() {
    return TradingCalendar.followed(exchange);
  }

  /// Whether it was not delisted by a date.
  public boolean isListedOn(LocalDate date) {
    return delistDate.map(date::isBefore).orElse(true);
  }

  /// `AAPL #17`.
  @Override
  public String toString() {
    return symbol + " " + id;
  }
}
