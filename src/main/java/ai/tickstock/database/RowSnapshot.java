package ai.tickstock.database;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The rows that a table has of some owners, to be put back as they were.
///
/// @param owner the column that says whose a row is, an integer
/// @param columns what is kept, the owner too; not what the database numbers by itself
public record RowSnapshot(String table, String owner, List<String> columns) {
  public RowSnapshot {
    columns = List.copyOf(columns);
  }

  /// As a JSON array, in an order of its own: equal for equal rows.
  public String of(Handle h, Collection<Integer> owners) {
    return h.createQuery(
            """
            SELECT coalesce(jsonb_agg(to_jsonb(kept) ORDER BY to_jsonb(kept)), '[]')::text
            FROM (SELECT %s FROM %s WHERE %s = ANY(:owners)) kept
            """
                .formatted(list(), table, owner))
        .bindArray("owners", Integer.class, owners)
        .mapTo(String.class)
        .one();
  }

  /// Replaces the rows of the owners.
  public void restore(Handle transaction, Collection<Integer> owners, String rows) {
    transaction
        .createUpdate("DELETE FROM %s WHERE %s = ANY(:owners)".formatted(table, owner))
        .bindArray("owners", Integer.class, owners)
        .execute();
    transaction
        .createUpdate(
            """
            INSERT INTO %1$s (%2$s)
            SELECT %2$s FROM jsonb_populate_recordset(CAST(NULL AS %1$s), CAST(:rows AS jsonb))
            """
                .formatted(table, list()))
        .bind("rows", rows)
        .execute();
  }

  private String list() {
    return columns.stream().collect(Collectors.joining(", "));
  }
}
