package ai.tickstock.universe;

import ai.tickstock.listing.NearMatches;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// All universes as they are in one transaction, by the keys that people say.
record UniverseCatalogue(List<Entry> entries) {
  private static final int NEAREST = 3;

  private static final String READ =
      """
      SELECT id, kind, key, name, description, category, rule, threshold_percent, rank_percent,
             refreshed_for
      FROM universe
      ORDER BY key, kind
      """;

  /// @param tolerance how far beyond a threshold a member stays, as a fraction
  /// @param rankTolerance how much worse than the last rank a member's may be, as a fraction
  /// @param refreshedFor latest day as of which its rule was applied
  record Entry(
      int id,
      String kind,
      String key,
      String name,
      String description,
      String category,
      Optional<String> rule,
      double tolerance,
      double rankTolerance,
      Optional<LocalDate> refreshedFor) {
    private Entry with(String otherRule) {
      return new Entry(
          id,
          kind,
          key,
          name,
          description,
          category,
          Optional.of(otherRule),
          tolerance,
          rankTolerance,
          refreshedFor);
    }
  }

  UniverseCatalogue {
    entries = List.copyOf(entries);
  }

  static UniverseCatalogue read(Handle h) {
    return new UniverseCatalogue(h.createQuery(READ).map((row, context) -> entry(row)).list());
  }

  /// The same with another rule of one.
  UniverseCatalogue with(Entry of, String rule) {
    return new UniverseCatalogue(
        entries.stream().map(one -> one.id() == of.id() ? one.with(rule) : one).toList());
  }

  /// Empty where there is none.
  ///
  /// @throws UniverseRefused where several kinds have the key, naming them
  Optional<Entry> find(UniverseKey key) {
    var found = entries.stream().filter(one -> key.means(one.kind(), one.key())).toList();
    if (found.size() > 1) {
      throw new UniverseRefused(
          "'"
              + key.key()
              + "' can be "
              + found.stream()
                  .map(one -> UniverseKey.withKind(one.kind(), one.key()))
                  .collect(Collectors.joining(" or "))
              + ": write which one you mean");
    }
    return found.stream().findFirst();
  }

  /// @throws UniverseRefused where there is none, naming near ones
  Entry get(UniverseKey key) {
    return find(key)
        .orElseThrow(() -> {
          var near =
              NearMatches.of(
                  key.key(), entries.stream().map(Entry::key).distinct().toList(), NEAREST);
          return new UniverseRefused(
              "there is no universe '"
                  + key
                  + "'"
                  + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?")
                  + " ('tickstock universe list' shows all)");
        });
  }

  /// The key as people have to say it.
  String shown(Entry entry) {
    return entries.stream().filter(one -> one.key().equals(entry.key())).count() > 1
        ? UniverseKey.withKind(entry.kind(), entry.key())
        : entry.key();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getInt("id"),
        row.getString("kind"),
        row.getString("key"),
        row.getString("name"),
        row.getString("description"),
        row.getString("category"),
        Optional.ofNullable(row.getString("rule")),
        row.getBigDecimal("threshold_percent").doubleValue() / 100,
        row.getBigDecimal("rank_percent").doubleValue() / 100,
        Optional.ofNullable(row.getObject("refreshed_for", LocalDate.class)));
  }
}
