package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/// One line of the vendor's list of instruments. Everything but the symbol can be missing. Texts
/// are without control characters, which no database and no terminal should get.
///
/// @param type vendor type code such as `CS`, `ETF`, `ADRC`; an open set
/// @param exchange primary exchange as the vendor writes it, normally a MIC
/// @param delistedOn New York date of the vendor's `delisted_utc`; the written date where that is
///   exactly midnight UTC, which is how the vendor writes a date without a time
public record ListingRow(
    Symbol symbol,
    Optional<String> name,
    Optional<String> type,
    Optional<String> exchange,
    boolean active,
    Optional<String> cik,
    Optional<String> compositeFigi,
    Optional<String> shareClassFigi,
    Optional<LocalDate> delistedOn,
    Optional<Instant> lastUpdated) {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  public ListingRow {
    name = printable(name);
    type = printable(type);
    exchange = printable(exchange);
    cik = printable(cik);
    compositeFigi = printable(compositeFigi);
    shareClassFigi = printable(shareClassFigi);
  }

  private static Optional<String> printable(Optional<String> text) {
    return text.map(t -> CONTROL.matcher(t).find() ? CONTROL.matcher(t).replaceAll(" ") : t)
        .filter(t -> !t.isBlank());
  }
}
