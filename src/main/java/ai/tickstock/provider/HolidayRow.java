package ai.tickstock.provider;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A coming day without a session or with an early close, one row an exchange.
///
/// @param exchange as the vendor writes it: `NYSE`, `NASDAQ`, `OTC`
/// @param status `closed` or `early-close`
/// @param open of an early close only, as `close`
public record HolidayRow(
    String exchange,
    String name,
    LocalDate date,
    String status,
    Optional<Instant> open,
    Optional<Instant> close) {}
