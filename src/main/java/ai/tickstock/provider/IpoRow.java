package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/// One entry of a vendor's list of initial public offerings. Dates of pending ones move.
///
/// @param status `rumor`, `pending`, `new`, `history`, `postponed`, `withdrawn` …; an open set
/// @param securityType e.g. `CS`
/// @param exchange MIC of the primary exchange
/// @param usCode nine characters, like a CUSIP
/// @param finalIssuePrice in the currency of the offer
public record IpoRow(
    Symbol symbol,
    String issuer,
    String status,
    Optional<String> securityType,
    Optional<LocalDate> announcedOn,
    Optional<LocalDate> listingDate,
    Optional<String> exchange,
    Optional<String> isin,
    Optional<String> usCode,
    Optional<BigDecimal> finalIssuePrice,
    Optional<BigDecimal> lowestOfferPrice,
    Optional<BigDecimal> highestOfferPrice,
    Optional<LocalDate> lastUpdated) {}
