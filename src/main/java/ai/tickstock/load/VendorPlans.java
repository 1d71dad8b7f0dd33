package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.provider.HistoryEdge;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.PlanFacts.Change;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// What vendors' plans were found to include, kept for all processes on a database. Safe for use by
/// many threads.
public final class VendorPlans {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String ENTER =
      """
      INSERT INTO tickstock.vendor_plan (vendor, facts) VALUES (:vendor, CAST(:facts AS jsonb))
      ON CONFLICT (vendor) DO NOTHING
      """;

  private static final String LOCK =
      "SELECT facts FROM tickstock.vendor_plan WHERE vendor = :vendor FOR UPDATE";

  private static final String STORE =
      """
      UPDATE tickstock.vendor_plan
      SET facts = CAST(:facts AS jsonb), probed_at = :probed, changed_at = now()
      WHERE vendor = :vendor
      """;

  private static final String READ = "SELECT vendor, facts, changed_at FROM tickstock.vendor_plan";

  private static final String NOTE_CHANGE =
      """
      INSERT INTO tickstock.vendor_plan_change (vendor, noticed_at, what, before, now)
      VALUES (:vendor, :at, :what, :before, :now)
      """;

  private static final String CHANGES =
      """
      SELECT noticed_at, what, before, now FROM tickstock.vendor_plan_change
      WHERE vendor = :vendor ORDER BY noticed_at DESC, id LIMIT :most
      """;

  private final Database database;

  private VendorPlans(Database database) {
    this.database = database;
  }

  public static VendorPlans postgres(Database database) {
    return new VendorPlans(database);
  }

  /// A change with the time at which it was noticed.
  public record Noticed(Instant at, Change change) {}

  /// What is known of a vendor's plan.
  ///
  /// @param changedAt when it was kept, by the database's clock
  record Kept(PlanFacts facts, Instant changedAt) {}

  /// What is known; `PlanFacts.NONE` of a vendor that nobody asked yet.
  public PlanFacts read(String vendor) {
    var kept = database.read(handle -> all(handle)).get(vendor);
    return kept == null ? PlanFacts.NONE : kept.facts();
  }

  /// What is known of each vendor.
  static Map<String, Kept> all(Handle handle) {
    var kept = new TreeMap<String, Kept>();
    handle
        .createQuery(READ)
        .map((row, _) ->
            Map.entry(
                row.getString("vendor"),
                new Kept(
                    facts(row.getString("facts")),
                    row.getObject("changed_at", OffsetDateTime.class).toInstant())))
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }

  /// Keeps what a probe found; what it could not tell stays as it was.
  ///
  /// @return what changed since the facts before
  public List<Change> probed(String vendor, PlanFacts found) {
    return change(vendor, found.probedAt().orElseThrow(), before -> found.over(before));
  }

  /// Keeps an edge that a load found.
  List<Change> learned(String vendor, HistoryEdge edge) {
    return change(vendor, edge.learnedAt(), before -> before.with(edge));
  }

  private List<Change> change(String vendor, Instant at, UnaryOperator<PlanFacts> changing) {
    return database.inTransaction(handle -> {
      handle
          .createUpdate(ENTER)
          .bind("vendor", vendor)
          .bind("facts", JSON.writeValueAsString(PlanFacts.NONE))
          .execute();
      var before =
          handle
              .createQuery(LOCK)
              .bind("vendor", vendor)
              .map((row, _) -> facts(row.getString(1)))
              .one();
      var now = changing.apply(before);
      handle
          .createUpdate(STORE)
          .bind("vendor", vendor)
          .bind("facts", JSON.writeValueAsString(now))
          .bind("probed", now.probedAt().map(one -> one.atOffset(ZoneOffset.UTC)).orElse(null))
          .execute();
      var changes = now.changesSince(before);
      for (var change : changes) {
        handle
            .createUpdate(NOTE_CHANGE)
            .bind("vendor", vendor)
            .bind("at", at.atOffset(ZoneOffset.UTC))
            .bind("what", change.what())
            .bind("before", change.before())
            .bind("now", change.now())
            .execute();
      }
      return changes;
    });
  }

  /// The latest changes, newest first.
  public List<Noticed> changes(String vendor, int most) {
    return database.read(handle ->
        handle
            .createQuery(CHANGES)
            .bind("vendor", vendor)
            .bind("most", most)
            .map((row, _) ->
                new Noticed(
                    row.getObject("noticed_at", OffsetDateTime.class).toInstant(),
                    new Change(
                        row.getString("what"), row.getString("before"), row.getString("now"))))
            .list());
  }

  private static PlanFacts facts(String json) {
    return JSON.readValue(json, PlanFacts.class);
  }
}
