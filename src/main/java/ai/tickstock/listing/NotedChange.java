package ai.tickstock.listing;

import java.util.function.Supplier;

/// A change with what speaks for it.
///
/// @param change told when all is decided: a new instrument has its number only then
/// @param confidence from 0 to 1
record NotedChange(Supplier<ListingChange> change, double confidence, String evidence) {}
