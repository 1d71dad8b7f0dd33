/// The words of the market: symbols, bars, splits, sessions and the exchange calendar. Knows
/// nothing else of ours.
@NullMarked
package ai.tickstock.market;

import org.jspecify.annotations.NullMarked;
