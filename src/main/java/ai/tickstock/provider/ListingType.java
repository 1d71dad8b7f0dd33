package ai.tickstock.provider;

/// A security type of the vendor, such as `ETF`, Exchange Traded Fund.
public record ListingType(String code, String description) {}
