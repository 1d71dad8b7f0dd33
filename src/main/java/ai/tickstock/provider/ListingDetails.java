package ai.tickstock.provider;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Facts of one symbol that the lists lack.
///
/// @param listedOn first listing of the *company*, also after a rename: not a bound for bars of
///   this symbol
/// @param marketCap US dollars
/// @param weightedShares shares of all classes converted to this one
/// @param classShares shares of this class alone
/// @param sicCode the four-digit industry code, as text
public record ListingDetails(
    ListingRow listing,
    Optional<LocalDate> listedOn,
    OptionalDouble marketCap,
    OptionalLong weightedShares,
    OptionalLong classShares,
    Optional<String> sicCode,
    Optional<String> sicDescription) {}
