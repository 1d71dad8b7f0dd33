package ai.tickstock.listing;

import ai.tickstock.provider.ListingRow;

/// A name that left a list and one that came, taken for the same instrument.
///
/// @param confidence from 0 to 1: in how many of such cases it is one, see `rename-odds.csv`
/// @param kind what speaks for it
/// @param evidence the same in words
record RenameMatch(
    WorkingInstrument leaver,
    ListingRow newcomer,
    double confidence,
    RenameOdds.Evidence kind,
    String evidence) {}
