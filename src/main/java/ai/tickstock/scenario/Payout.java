package ai.tickstock.scenario;

import ai.tickstock.market.Dividend;
import java.time.LocalDate;
import java.util.Optional;

/// A dividend with what the vendor tells besides.
///
/// @param frequency times a year, 0 when irregular or unknown
/// @param special whether it stands outside the regular ones
/// @param declared when it was announced, at the latest known on the ex-date
public record Payout(
    Dividend dividend,
    int frequency,
    boolean special,
    Optional<LocalDate> declared,
    Optional<LocalDate> payable) {}
