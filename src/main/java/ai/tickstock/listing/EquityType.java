package ai.tickstock.listing;

/// A vendor's type code and what it drives.
///
/// @param code e.g. `CS`, `ETF`
/// @param updateFrequency `realtime`, `daily` or `manual`
/// @param priority the higher, the earlier
/// @param loaded whether loads of everything take this type
/// @param endOfDayValidated whether its bars must be checked after the end of the day
/// @param rules what jobs do with it, a JSON object
public record EquityType(
    String code,
    EquityCategory category,
    String description,
    String updateFrequency,
    int priority,
    boolean loaded,
    boolean endOfDayValidated,
    String rules) {}
