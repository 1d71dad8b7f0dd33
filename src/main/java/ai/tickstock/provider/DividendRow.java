package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/// A dividend as received, in cash per share as paid.
///
/// @param currency as the vendor writes it, usually `USD`; the empty text where the vendor says
///   none
/// @param kind the vendor's distribution type, e.g. `recurring`, `special`; `CD`, `SC` of the older
///   endpoint
/// @param vendorId the vendor's id of the row, where it has one
public record DividendRow(
    Symbol symbol,
    LocalDate exDate,
    BigDecimal cashAmount,
    String currency,
    Optional<LocalDate> payDate,
    Optional<String> kind,
    Optional<String> vendorId) {}
