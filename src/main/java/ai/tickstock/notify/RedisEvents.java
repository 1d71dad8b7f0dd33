package ai.tickstock.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XAddParams;

/// Publishes events: each to its channel and to the stream, all of a batch or none. That of an end
/// of day is kept under a key for a day as well.
final class RedisEvents {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final String END_OF_DAY = "eod.completion";

  /// About so many stay in the stream; in the database all do.
  private static final long STREAM_LENGTH = 100_000;

  /// What the last end of day came to, for readers that look instead of listening.
  static final String LATEST_STATUS = "tickstock:eod:latest_status";

  private static final long LATEST_STATUS_SECONDS = Duration.ofDays(1).toSeconds();

  private final RedisAddress address;

  RedisEvents(RedisAddress address) {
    this.address = address;
  }

  Sent publish(List<QueuedEvent> events) {
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS)
            .build();
    try (var jedis = new Jedis(address.uri(), config);
        var transaction = jedis.multi()) {
      for (var event : events) {
        var channel = EventChannels.of(event.envelope().event());
        var json = event.envelope().json();
        transaction.publish(channel, json);
        transaction.xadd(
            EventChannels.STREAM,
            XAddParams.xAddParams().maxLen(STREAM_LENGTH).approximateTrimming(),
            Map.of("channel", channel, "id", event.envelope().id().toString(), "envelope", json));
        if (event.envelope().event().equals(END_OF_DAY)) {
          transaction.set(
              LATEST_STATUS,
              event.envelope().payload(),
              SetParams.setParams().ex(LATEST_STATUS_SECONDS));
        }
      }
      for (var reply : transaction.exec()) {
        if (reply instanceof JedisException refused) {
          throw refused;
        }
      }
      return new Sent.Accepted();
    } catch (JedisConnectionException e) {
      return Sent.down(
          "Redis at %s cannot be reached: %s; is it running, and is tickstock.events.redis-url right?"
              .formatted(address.place(), reason(e)));
    } catch (JedisException e) {
      return Sent.down(
          "Redis at %s refused: %s; check tickstock.events.redis-url and the server"
              .formatted(address.place(), reason(e)));
    }
  }

  /// With the cause that the library leaves out.
  private static String reason(Exception e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.equals(e)
        ? String.valueOf(e.getMessage())
        : e.getMessage() + " (" + deepest.getMessage() + ")";
  }
}
