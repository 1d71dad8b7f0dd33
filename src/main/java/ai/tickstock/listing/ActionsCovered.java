package ai.tickstock.listing;

import ai.tickstock.market.DateRange;
import java.time.Instant;

/// That a source was asked for all splits and dividends in a range.
///
/// @param askedAt the last time that it was asked
public record ActionsCovered(DateRange range, String source, Instant askedAt) {}
