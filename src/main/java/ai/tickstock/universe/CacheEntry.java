package ai.tickstock.universe;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A row of `public.cache_entries` that we write.
///
/// @param value in the shape that readers of this type and name know
record CacheEntry(
    String type,
    String name,
    String key,
    JsonNode value,
    String category,
    Optional<JsonNode> liquidityFilter,
    ObjectNode metadata) {}
