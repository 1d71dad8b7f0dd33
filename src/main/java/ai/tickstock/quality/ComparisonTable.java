package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// The comparisons at rest.
final class ComparisonTable {
  private static final String NOTE =
      """
      INSERT INTO quality_comparison (source, bar_interval, first_date, last_date, seed, names, sampled, agreed, disagreed,
        agreement_low, agreement_high, risky, risky_agreed, risky_disagreed, missing_here, missing_there, groups,
        new_findings, resolved, finished_at)
      VALUES (:source, :interval, :first, :last, :seed, :names, :sampled, :agreed, :disagreed, :low, :high, :risky,
        :risky_agreed, :risky_disagreed, :missing_here, :missing_there, CAST(:groups AS jsonb), :new, :resolved, :at)
      """;

  private static final String HISTORY =
      """
      SELECT source, bar_interval, first_date, last_date, seed, names, missing_here, missing_there,
             CAST(groups AS text) AS groups, new_findings, resolved, finished_at
      FROM quality_comparison
      WHERE bar_interval = ANY(:intervals)
      ORDER BY id DESC
      LIMIT :most
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ComparisonTable() {}

  static void note(Handle handle, Comparison comparison) {
    var sampled = comparison.sampled();
    var risky = comparison.risky();
    handle
        .createUpdate(NOTE)
        .bind("source", comparison.source())
        .bind("interval", comparison.interval().word())
        .bind("first", comparison.range().first())
        .bind("last", comparison.range().last())
        .bind("seed", comparison.seed())
        .bind("names", comparison.names())
        .bind("sampled", sampled.compared())
        .bind("agreed", sampled.agreed())
        .bind("disagreed", sampled.disagreed())
        .bind("low", sampled.agreement().low())
        .bind("high", sampled.agreement().high())
        .bind("risky", risky.compared())
        .bind("risky_agreed", risky.agreed())
        .bind("risky_disagreed", risky.disagreed())
        .bind("missing_here", comparison.missingHere())
        .bind("missing_there", comparison.missingThere())
        .bind("groups", JSON.writeValueAsString(comparison.groups()))
        .bind("new", comparison.newFindings())
        .bind("resolved", comparison.resolved())
        .bind("at", OffsetDateTime.ofInstant(comparison.at(), ZoneOffset.UTC))
        .execute();
  }

  /// Newest first.
  static List<Comparison> history(Handle handle, List<BarInterval> intervals, int most) {
    return handle
        .createQuery(HISTORY)
        .bindArray("intervals", String.class, intervals.stream().map(BarInterval::word).toList())
        .bind("most", most)
        .map((row, context) -> comparison(row))
        .list();
  }

  static Optional<Comparison> latest(Handle handle, BarInterval interval) {
    return history(handle, List.of(interval), 1).stream().findFirst();
  }

  private static Comparison comparison(ResultSet row) throws SQLException {
    return new Comparison(
        row.getString("source"),
        BarInterval.valueOf(row.getString("bar_interval").toUpperCase(Locale.ROOT)),
        new DateRange(
            row.getObject("first_date", LocalDate.class),
            row.getObject("last_date", LocalDate.class)),
        row.getLong("seed"),
        row.getInt("names"),
        row.getLong("missing_here"),
        row.getLong("missing_there"),
        List.of(JSON.readValue(row.getString("groups"), Comparison.Group[].class)),
        row.getInt("new_findings"),
        row.getInt("resolved"),
        row.getObject("finished_at", OffsetDateTime.class).toInstant());
  }
}
