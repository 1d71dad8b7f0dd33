/// What we ask a vendor of market data, in our words: bars, listings, splits and dividends, with
/// typed failures and a rate limit.
@NullMarked
package ai.tickstock.provider;

import org.jspecify.annotations.NullMarked;
