package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.time.LocalDate;

/// From this date on an instrument traded as this ticker, as the vendor says it.
///
/// @param since the oldest one's date is the first listing; can be wrong by a day or two
public record TickerChange(Symbol symbol, LocalDate since) {}
