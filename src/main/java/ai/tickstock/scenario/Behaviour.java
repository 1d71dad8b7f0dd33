package ai.tickstock.scenario;

/// How an instrument trades.
///
/// @param price US dollars on the day to which the market is anchored, or on the last day of its
///   life
/// @param volume shares on an ordinary day, in today's shares
/// @param ownVolatility deviation of its own walk in a year, as a fraction
/// @param silence share of sessions without a trade, 0 to 1
/// @param yield dividends of a year as a fraction of the price, 0 for none
/// @param payments dividends in a year
record Behaviour(
    Sector sector,
    double price,
    double volume,
    double ownVolatility,
    double silence,
    double yield,
    int payments) {}
