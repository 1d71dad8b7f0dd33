package ai.tickstock.notify;

import java.time.Instant;
import java.util.List;

/// Events to Redis, in batches.
final class EventOutlet implements Outlet {
  private static final int BATCH = 200;

  private final EventQueue queue;
  private final RedisEvents redis;

  EventOutlet(EventQueue queue, RedisEvents redis) {
    this.queue = queue;
    this.redis = redis;
  }

  @Override
  public String channel() {
    return Channel.REDIS.word();
  }

  @Override
  public Round deliverDue(Instant now) {
    var round = Round.nothing(channel());
    while (true) {
      var batch = queue.claim(now, BATCH);
      if (batch.isEmpty()) {
        return round;
      }
      switch (redis.publish(batch)) {
        case Sent.Accepted _ -> {
          queue.delivered(batch, now);
          round = round.plusDelivered(batch.size());
        }
        case Sent.NotNow(var reason, _, _) -> {
          return failed(round, batch, reason, now);
        }
        case Sent.Refused(var reason) -> {
          return failed(round, batch, reason, now);
        }
      }
    }
  }

  private Round failed(Round round, List<QueuedEvent> batch, String reason, Instant now) {
    int over = queue.failed(batch, reason, now);
    return round.plusFailed(over, true, reason).plusFailed(batch.size() - over, false, reason);
  }
}
