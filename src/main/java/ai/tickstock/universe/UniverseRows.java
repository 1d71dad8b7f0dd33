package ai.tickstock.universe;

import ai.tickstock.listing.EtfFacts;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Rows of `universe` as people change them.
final class UniverseRows {
  private static final String ADD =
      """
      INSERT INTO universe (kind, key, name, cache_name, category, description)
      VALUES (:kind, :key, :name, :name, :category, :description)
      RETURNING id
      """;

  private static final String DESCRIBE =
      """
      UPDATE universe SET
        name = coalesce(:name, name), category = coalesce(:category, category),
        description = coalesce(:description, description)
      WHERE id = :id
      """;

  private static final String RULE =
      """
      UPDATE universe SET rule = :rule, liquidity_filter = CAST(:filter AS jsonb)
      WHERE id = :id
      """;

  private static final String TAKE_OVER =
      """
      UPDATE universe_member SET source = :source, rank = NULL
      WHERE universe_id = :id AND valid_to IS NULL AND source = :rules
      """;

  private UniverseRows() {}

  static int add(Handle h, String kind, String key, UniverseDecisions.Words words) {
    return h.createQuery(ADD)
        .bind("kind", kind)
        .bind("key", key)
        .bind("name", words.name().orElseGet(() -> titled(key)))
        .bind("category", words.category().orElse("custom"))
        .bind("description", words.description().orElse(""))
        .mapTo(Integer.class)
        .one();
  }

  /// `My List` of `my_list`.
  private static String titled(String key) {
    return Arrays.stream(key.split("_", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(" "));
  }

  static void describe(Handle h, int universe, UniverseDecisions.Words words) {
    h.createUpdate(DESCRIBE)
        .bind("id", universe)
        .bindByType("name", words.name().orElse(null), String.class)
        .bindByType("category", words.category().orElse(null), String.class)
        .bindByType("description", words.description().orElse(null), String.class)
        .execute();
  }

  /// @param rule a list when empty
  static void rule(Handle h, int universe, Optional<String> rule, Optional<String> filter) {
    h.createUpdate(RULE)
        .bind("id", universe)
        .bindByType("rule", rule.orElse(null), String.class)
        .bindByType("filter", filter.orElse(null), String.class)
        .execute();
  }

  /// Makes members by a rule members of a list.
  static void takeOver(Handle h, int universe, String source) {
    h.createUpdate(TAKE_OVER)
        .bind("id", universe)
        .bind("source", source)
        .bind("rules", EtfFacts.RULES)
        .execute();
  }
}
