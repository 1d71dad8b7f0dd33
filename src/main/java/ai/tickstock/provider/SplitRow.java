package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/// A split as received: `to` new shares for `from` old ones. Not plausibility-checked.
///
/// @param vendorId the vendor's id of the row, where it has one
public record SplitRow(
    Symbol symbol,
    LocalDate executionDate,
    BigDecimal from,
    BigDecimal to,
    Optional<String> vendorId) {}
