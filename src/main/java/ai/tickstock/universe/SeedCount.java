package ai.tickstock.universe;

/// What seeding added.
public record SeedCount(int universes, int members) {}
