package ai.tickstock.universe;

/// A named set of instruments.
///
/// @param key as commands name it: `etf_growth`, or `etf:top_100` where another kind of universe
///   has the same key
/// @param name for people
/// @param category e.g. `ETF`, `THEME`, as the seed or an operator wrote it
/// @param kind what fills it, e.g. `list`
/// @param members how many belong to it on the date asked
public record Universe(
    String key, String name, String category, String kind, String description, int members) {}
