/// Instruments and the tickers they trade under: what the vendor's lists say, kept with dates and
/// sources.
@NullMarked
package ai.tickstock.listing;

import org.jspecify.annotations.NullMarked;
