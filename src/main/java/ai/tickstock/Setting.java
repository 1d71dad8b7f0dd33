package ai.tickstock;

/// One setting as it is in force, for people to read.
///
/// @param name the full name in the file, e.g. `tickstock.vendor.base-url`
/// @param value as text, secrets masked; empty when there is none
/// @param source `default`, `variable NAME`, `FILE:LINE`, or `FILE:LINE (%prod)` for a profile's
///   section
record Setting(String name, String value, String source) {}
