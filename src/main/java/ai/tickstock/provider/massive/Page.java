package ai.tickstock.provider.massive;

import java.util.List;
import java.util.Optional;

/// One page of an answer.
///
/// @param next the vendor's `next_url` as it came; empty on the last page
/// @param delayed whether the vendor called the data delayed
record Page<T>(List<T> rows, Optional<String> next, boolean delayed) {}
