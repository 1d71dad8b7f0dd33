package ai.tickstock.listing;

import ai.tickstock.provider.ListingRow;

/// A name that left a list and one that came, taken for the same instrument.
///
/// @param confidence from 0 to 1: in how many of such cases it is one, see `rename-odds.csv`
/// @param evidence what speaks for it, in words
/// @param isProven by a number or the vendor's word, and not by names
/// @param isTold by the vendor's word
record RenameMatch(
    WorkingInstrument leaver,
    ListingRow newcomer,
    double confidence,
    String evidence,
    boolean isProven,
    boolean isTold) {}
