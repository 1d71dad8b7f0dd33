package ai.tickstock.provider.massive;

import java.util.List;
import java.util.Optional;

/// One page of an answer.
///
/// @param next the vendor's `next_url` as it came; empty on the last page
/// @param unreadable rows that are left out of `rows` because they could not be told as one
record Page<T>(List<T> rows, Optional<String> next, int unreadable) {}
