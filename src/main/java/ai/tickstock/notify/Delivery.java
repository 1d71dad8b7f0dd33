package ai.tickstock.notify;

import ai.tickstock.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Brings events and notices to where the settings say, at least once each. Any number of processes
/// may do so at a time. Safe for use by many threads.
public final class Delivery implements AutoCloseable {
  /// Longer than a sender waits for anybody.
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final String TEST_EVENT = "notices.test";

  private final Database database;
  private final Router router;
  private final Optional<SlackSender> slack;
  private final List<Outlet> outlets;

  private Delivery(
      Database database, Router router, Optional<SlackSender> slack, List<Outlet> outlets) {
    this.database = database;
    this.router = router;
    this.slack = slack;
    this.outlets = List.copyOf(outlets);
  }

  /// @param source whose facts they are, told in every message and envelope
  public static Delivery of(Database database, NoticeSettings settings, String source) {
    return of(database, settings, source, LEASE);
  }

  /// @param lease what was claimed by a process that died is free again after so long
  static Delivery of(Database database, NoticeSettings settings, String source, Duration lease) {
    var outlets = new ArrayList<Outlet>();
    settings
        .mail()
        .ifPresent(server ->
            outlets.add(new NoticeOutlet(database, new SmtpSender(server), source, lease)));
    var slack = settings.slack().map(SlackSender::new);
    slack.ifPresent(sender -> outlets.add(new NoticeOutlet(database, sender, source, lease)));
    settings
        .redis()
        .ifPresent(address ->
            outlets.add(
                new EventOutlet(
                    new EventQueue(database, source, lease), new RedisEvents(address))));
    return new Delivery(database, new Router(database, settings), slack, outlets);
  }

  /// Channels that are configured; none: nothing is ever sent.
  public List<String> channels() {
    return outlets.stream().map(Outlet::channel).toList();
  }

  /// Makes messages of what is to be told, and notes what is over.
  public void route(Instant now) {
    router.route(now);
    database.useTransaction(h -> NoticeTable.resolve(h, now));
  }

  /// Sends what is due on one channel.
  ///
  /// @throws IllegalArgumentException if the channel is not configured
  public Round deliverDue(String channel, Instant now) {
    return outlets.stream()
        .filter(outlet -> outlet.channel().equals(channel))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(channel + " is none of the channels " + channels()))
        .deliverDue(now);
  }

  /// Makes messages of what is to be told, and sends what is due on all channels at once; for who
  /// waits until all have been tried.
  ///
  /// @return one round a channel
  public List<Round> deliverDue(Instant now) throws InterruptedException {
    router.route(now);
    var rounds = new ArrayList<Round>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var working = new ArrayList<Future<Round>>();
      for (var outlet : outlets) {
        Callable<Round> round = () -> outlet.deliverDue(now);
        working.add(threads.submit(round));
      }
      for (var round : working) {
        rounds.add(round.get());
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
    database.useTransaction(h -> NoticeTable.resolve(h, now));
    return List.copyOf(rounds);
  }

  /// Lets everything wait again that was given up.
  ///
  /// @return how many deliveries
  public int again() {
    return database.inTransaction(DeliveryTable::again);
  }

  /// How a test went.
  ///
  /// @param notice its number; `Notices.deliveries` tells of mail and Slack
  /// @param event how its event went to Redis; empty where that is not configured
  public record Test(long notice, Optional<EventState> event) {
    /// Where the event is heard.
    public String redisChannel() {
      return EventChannels.of(TEST_EVENT);
    }
  }

  /// Posts a notice, and an event where Redis is configured, that say that they are a test, and
  /// sends what is due.
  ///
  /// @param by who asked for it
  public Test test(String by, Instant now) throws InterruptedException {
    record Posted(long notice, Optional<Long> event) {}
    boolean hasRedis = channels().contains(Channel.REDIS.word());
    var posted =
        database.inTransaction(h -> {
          var test =
              new PlainNotice(
                  Severity.NORMAL,
                  "test " + now,
                  "asked for by " + by,
                  "Nothing has happened. Who reads this is reached by notices.",
                  Map.of());
          Notices.post(h, test, now);
          long notice = NoticeTable.idOf(h, test.cause());
          router.test(h, notice, now);
          if (!hasRedis) {
            return new Posted(notice, Optional.empty());
          }
          Outbox.post(h, TEST_EVENT, by, Map.of("notice", notice, "asked_by", by));
          return new Posted(notice, Optional.of(EventQueue.newest(h)));
        });
    deliverDue(now);
    return new Test(
        posted.notice(),
        posted.event().map(event -> database.read(h -> EventQueue.state(h, event))));
  }

  @Override
  public void close() {
    slack.ifPresent(SlackSender::close);
  }
}
