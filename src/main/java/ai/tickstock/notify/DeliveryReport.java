package ai.tickstock.notify;

import ai.tickstock.market.Bar;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Handle;

/// How much of what a month brought was delivered over one channel.
///
/// @param channel `mail`, `slack` or `redis`
/// @param lastDelivered empty when nothing was
public record DeliveryReport(
    String channel,
    int total,
    int delivered,
    int waiting,
    int givenUp,
    Optional<Instant> lastDelivered) {
  private static final String REPORT =
      """
      SELECT channel, count(*) AS total,
             count(*) FILTER (WHERE state = 'delivered') AS delivered,
             count(*) FILTER (WHERE state = 'waiting') AS waiting,
             count(*) FILTER (WHERE state = 'given_up') AS given_up,
             max(delivered_at) AS last_delivered
      FROM (
        SELECT d.channel, d.state, d.delivered_at
        FROM notice_delivery d JOIN notice_message m ON m.id = d.message_id
        WHERE m.created_at >= :from AND m.created_at < :to
        UNION ALL
        SELECT 'redis', d.state, d.delivered_at
        FROM outbox_delivery d JOIN outbox_event e ON e.id = d.event_id
        WHERE e.at >= :from AND e.at < :to
      ) AS every
      GROUP BY channel
      ORDER BY channel
      """;

  public boolean isWhole() {
    return delivered == total;
  }

  /// 100 means that all arrived; empty when there was nothing to deliver.
  public OptionalDouble percent() {
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * delivered / total);
  }

  static List<DeliveryReport> of(Handle h, YearMonth month) {
    return h.createQuery(REPORT)
        .bind("from", Times.bound(month.atDay(1).atStartOfDay(Bar.NEW_YORK).toInstant()))
        .bind(
            "to", Times.bound(month.plusMonths(1).atDay(1).atStartOfDay(Bar.NEW_YORK).toInstant()))
        .map((row, context) ->
            new DeliveryReport(
                row.getString("channel"),
                row.getInt("total"),
                row.getInt("delivered"),
                row.getInt("waiting"),
                row.getInt("given_up"),
                Times.optional(row, "last_delivered")))
        .list();
  }
}
