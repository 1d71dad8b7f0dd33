package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// One line of the vendor's list of instruments. Everything but the symbol can be missing.
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
    Optional<Instant> lastUpdated) {}
