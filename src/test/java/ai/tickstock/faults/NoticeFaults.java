package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.notify.Delivery;
import ai.tickstock.notify.MailServer;
import ai.tickstock.notify.NoticeSettings;
import ai.tickstock.notify.Notices;
import ai.tickstock.notify.Outbox;
import ai.tickstock.notify.PlainNotice;
import ai.tickstock.notify.Ports;
import ai.tickstock.notify.RedisAddress;
import ai.tickstock.notify.Round;
import ai.tickstock.notify.RoutingRules;
import ai.tickstock.notify.Severity;
import ai.tickstock.notify.SlackWebhook;
import ai.tickstock.notify.WebhookReceiver;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.embedded.RedisServer;

/// Those who are to be told are away.
final class NoticeFaults {
  private static final int MATTERS = 5;
  private static final String STREAM = "tickstock:events";
  private static final RoutingRules AT_ONCE =
      new RoutingRules(
          Optional.empty(), 100, LocalTime.of(7, 30), Duration.ZERO, Duration.ofDays(30));

  private NoticeFaults() {}

  static String redisDown(Arena.Plan plan) throws Exception {
    int port = Ports.free();
    return down(
        plan,
        new NoticeSettings(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of(new RedisAddress(URI.create("redis://127.0.0.1:" + port))),
            AT_ONCE),
        arena -> {
          var server =
              RedisServer.newRedisServer()
                  .port(port)
                  .bind("127.0.0.1")
                  .setting("save \"\"")
                  .build();
          server.start();
          arena.opened(server::stop);
          return () -> {
            try (var jedis = new Jedis("127.0.0.1", port)) {
              return jedis.xrange(STREAM, (StreamEntryID) null, (StreamEntryID) null).stream()
                  .map(entry ->
                      entry
                          .getFields()
                          .get("envelope")
                          .replaceAll(".*\"symbol\":\"(\\w+)\".*", "$1"))
                  .filter(symbol -> symbol.startsWith("matter"))
                  .toList();
            }
          };
        });
  }

  static String mailDown(Arena.Plan plan) throws Exception {
    int port = Ports.free();
    return down(
        plan,
        new NoticeSettings(
            Optional.of(
                new MailServer(
                    "127.0.0.1",
                    port,
                    MailServer.Encryption.NONE,
                    Optional.empty(),
                    "tickstock@example.com")),
            List.of("first@example.com"),
            Optional.empty(),
            Optional.empty(),
            AT_ONCE),
        arena -> {
          var server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
          server.start();
          arena.opened(server::stop);
          return () ->
              List.of(server.getReceivedMessages()).stream()
                  .map(message -> {
                    try {
                      return message.getSubject();
                    } catch (jakarta.mail.MessagingException e) {
                      throw new IllegalStateException(e);
                    }
                  })
                  .toList();
        });
  }

  static String slackDown(Arena.Plan plan) throws Exception {
    int port = Ports.free();
    SlackWebhook webhook = WebhookReceiver.webhook(port);
    return down(
        plan,
        new NoticeSettings(
            Optional.empty(), List.of(), Optional.of(webhook), Optional.empty(), AT_ONCE),
        arena -> {
          var receiver = arena.opened(WebhookReceiver.start(port));
          return receiver::accepted;
        });
  }

  private interface Outside {
    /// Comes up.
    ///
    /// @return tells what arrived there
    Supplier<List<String>> up(Arena arena) throws Exception;
  }

  /// What is posted while nobody listens waits, loads go on meanwhile, and all arrives once when
  /// somebody does.
  private static String down(Arena.Plan plan, NoticeSettings settings, Outside outside)
      throws Exception {
    try (var arena = plan.on(Workload.DAYS).open()) {
      if (plan.mutation().isPresent()) {
        MutantDriver.at(arena.address().jdbcUrl(), plan.mutation().get());
      }
      try (var own = Database.connect(arena.address(), 4);
          var delivery = Delivery.of(own, settings, "tickstock-data")) {
        for (int i = 0; i < MATTERS; i++) {
          post(own, i, arena);
        }
        int failed = 0;
        for (int hour = 0; hour < 4; hour++) {
          failed +=
              delivery.deliverDue(arena.now().plus(Duration.ofHours(hour))).stream()
                  .mapToInt(Round::failed)
                  .sum();
        }
        assertThat(failed).as("attempts that failed").isPositive();
        assertThat(arena.load().exit()).isZero();

        var arrived = outside.up(arena);
        for (int hour = 4; hour < 20; hour += 2) {
          delivery.deliverDue(arena.now().plus(Duration.ofHours(hour)));
        }
        assertThat(arrived.get()).as("what arrived").hasSize(MATTERS).doesNotHaveDuplicates();
        arena.requireSame();
        return "%d attempts failed, the load went on; %d of %d arrived, each once; %s"
            .formatted(failed, MATTERS, MATTERS, arena.exits());
      }
    }
  }

  private static void post(Database database, int number, Arena arena) {
    var matter = "matter" + number;
    database.useTransaction(handle -> {
      Notices.post(
          handle,
          new PlainNotice(
              Severity.CRITICAL, matter, "about " + matter, "It is " + matter + ".", Map.of()),
          arena.now());
      Outbox.post(handle, "symbols.new", matter, Map.of("symbol", matter));
    });
  }
}
