package ai.tickstock.notify;

import static ai.tickstock.notify.Posted.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.embedded.RedisServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against a real mail server, a real Redis and a webhook, which are down for a while.
class DeliveryTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PASSWORD = "correct-horse-battery";
  private static final List<String> CONTACTS = List.of("first@example.com", "second@example.com");
  private static final RoutingRules AT_ONCE =
      new RoutingRules(
          Optional.empty(), 100, LocalTime.of(7, 30), Duration.ZERO, Duration.ofMinutes(30));

  private final Database database = TestPostgres.migrated();
  private final int mailPort = Ports.free();
  private final int redisPort = Ports.free();
  private final int webhookPort = Ports.free();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Instant now = TEN;

  private Optional<MailServer> mail = Optional.empty();
  private Optional<SlackWebhook> slack = Optional.empty();
  private Optional<RedisAddress> redis = Optional.empty();
  private RoutingRules rules = AT_ONCE;

  @BeforeEach
  void nothingIsLeftOfOtherTests() {
    open.add(database);
  }

  @AfterEach
  void close() throws Exception {
    for (var one : open.reversed()) {
      one.close();
    }
  }

  // ---- the outside

  private GreenMail mailServer() {
    return mailServer(ServerSetup.PROTOCOL_SMTP);
  }

  private GreenMail mailServer(String protocol) {
    var server = new GreenMail(new ServerSetup(mailPort, "127.0.0.1", protocol));
    server.start();
    open.add(server::stop);
    return server;
  }

  private RedisServer redisServer(String... settings) throws IOException {
    var builder =
        RedisServer.newRedisServer().port(redisPort).bind("127.0.0.1").setting("save \"\"");
    for (var setting : settings) {
      builder.setting(setting);
    }
    var server = builder.build();
    server.start();
    open.add(() -> {
      if (server.isActive()) {
        server.stop();
      }
    });
    return server;
  }

  private WebhookReceiver webhook() {
    var receiver = WebhookReceiver.start(webhookPort);
    open.add(receiver);
    return receiver;
  }

  private void useMail() {
    useMail(MailServer.Encryption.NONE, Optional.empty());
  }

  private void useMail(MailServer.Encryption encryption, Optional<MailServer.Login> login) {
    mail =
        Optional.of(
            new MailServer("127.0.0.1", mailPort, encryption, login, "tickstock@example.com"));
  }

  private void useMailAt(int port) {
    mail =
        Optional.of(
            new MailServer(
                "127.0.0.1",
                port,
                MailServer.Encryption.NONE,
                Optional.empty(),
                "tickstock@example.com"));
  }

  private void useSlack() {
    slack = Optional.of(WebhookReceiver.webhook(webhookPort));
  }

  private void useRedis() {
    redis = Optional.of(new RedisAddress(URI.create("redis://127.0.0.1:" + redisPort)));
  }

  // ---- the program

  private Delivery delivery() {
    var delivery =
        Delivery.of(
            database, new NoticeSettings(mail, CONTACTS, slack, redis, rules), "tickstock-data");
    open.add(delivery);
    return delivery;
  }

  private List<Round> deliver() throws InterruptedException {
    return delivery().deliverDue(now);
  }

  private void later(Duration pause) {
    now = now.plus(pause);
  }

  private void post(NewNotice... notices) {
    database.useTransaction(h -> {
      for (var notice : notices) {
        Notices.post(h, notice, now);
      }
    });
  }

  private void event(String name, String subject) {
    database.useTransaction(h -> Outbox.post(h, name, subject, Map.of("symbol", subject)));
  }

  private List<Notice> notices() {
    return Notices.postgres(database).list(false, Instant.EPOCH, 1_000);
  }

  private List<NoticeDelivery> deliveries() {
    return notices().stream()
        .flatMap(n -> Notices.postgres(database).deliveries(n.id()).stream())
        .toList();
  }

  private List<JsonNode> stream() {
    try (var jedis = new Jedis("127.0.0.1", redisPort)) {
      return jedis.xrange(EventChannels.STREAM, (StreamEntryID) null, (StreamEntryID) null).stream()
          .map(entry -> JSON.readTree(entry.getFields().get("envelope")))
          .toList();
    }
  }

  private static List<String> subjects(GreenMail server) throws MessagingException {
    var subjects = new ArrayList<String>();
    for (var message : server.getReceivedMessages()) {
      subjects.add(message.getAllRecipients()[0] + " " + message.getSubject());
    }
    return subjects;
  }

  // ---- nothing there

  @Test
  void withoutAnyChannelNothingIsSentAndNothingIsLost() throws Exception {
    post(Posted.ipo("AAA"));
    event("symbols.new", "AAA");

    assertThat(deliver()).isEmpty();

    assertThat(notices()).extracting(Notice::route).containsExactly(Notice.Route.NEW);
    var server = mailServer();
    useMail();
    assertThat(deliver()).containsExactly(new Round("mail", 1, 0, 0, ""));
    assertThat(subjects(server)).containsExactly("first@example.com IPO found: AAA");
  }

  @Test
  void whatIsRolledBackIsNeitherPostedNorSent() throws Exception {
    useMail();
    var server = mailServer();
    try (var handle = database.read(h -> h.getJdbi().open())) {
      handle.begin();
      Notices.post(handle, Posted.ipo("AAA"), now);
      Outbox.post(handle, "symbols.new", "AAA", Map.of());
      handle.rollback();
    }

    deliver();

    assertThat(notices()).isEmpty();
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  // ---- down and up again

  @Test
  void aMailServerThatIsDownForHoursGetsEverythingAsListedAfterwards() throws Exception {
    useMail();
    useSlack();
    var receiver = webhook();
    post(Posted.ipo("AAA"), Posted.moved(), Posted.gap("ZION", 2e8));

    for (int i = 0; i < 5; i++) {
      assertThat(deliver())
          .first()
          .satisfies(round -> {
            assertThat(round.delivered()).isZero();
            assertThat(round.failed()).isEqualTo(1);
            assertThat(round.error()).contains("127.0.0.1:" + mailPort, "tickstock.notices.smtp");
          });
      later(Duration.ofHours(1));
    }
    assertThat(receiver.accepted()).hasSize(3);
    assertThat(deliveries())
        .filteredOn(d -> d.channel().equals("mail"))
        .hasSize(3)
        .allMatch(d -> d.state() == NoticeDelivery.State.WAITING)
        .anyMatch(d -> d.lastError().contains("cannot be used"));

    var server = mailServer();
    later(Duration.ofHours(1));
    assertThat(deliver().getFirst()).isEqualTo(new Round("mail", 3, 0, 0, ""));

    assertThat(subjects(server))
        .containsExactlyInAnyOrder(
            "first@example.com IPO found: AAA",
            "first@example.com Schedule moved: XNYS 2025-07-11 09:30-13:00",
            "first@example.com Gap of 4 sessions: ZION");
    later(Duration.ofHours(1));
    assertThat(deliver().getFirst()).isEqualTo(new Round("mail", 0, 0, 0, ""));
    assertThat(receiver.accepted()).hasSize(3);
    assertThat(Notices.postgres(database).report(YearMonth.of(2025, 7)))
        .extracting(DeliveryReport::channel, DeliveryReport::total, r -> r.percent().getAsDouble())
        .contains(tuple("mail", 3, 100.0), tuple("slack", 3, 100.0));
  }

  @Test
  void aWebhookThatIsBusyIsAskedAgainWhenItSaid() throws Exception {
    useSlack();
    var receiver = webhook();
    receiver.answers(429, "600");
    post(Posted.ipo("AAA"));
    assertThat(deliver().getFirst().error()).contains("HTTP 429");

    receiver.answers(200, "");
    later(Duration.ofMinutes(9));
    assertThat(deliver().getFirst()).isEqualTo(new Round("slack", 0, 0, 0, ""));
    later(Duration.ofMinutes(1));
    assertThat(deliver().getFirst()).isEqualTo(new Round("slack", 1, 0, 0, ""));
    assertThat(receiver.accepted()).hasSize(1).first().asString().contains("IPO found: AAA");
  }

  @Test
  void aRedisThatIsDownGetsEveryEventInItsOrderAfterwards() throws Exception {
    useRedis();
    IntStream.range(0, 450).forEach(i -> event("symbols.changed", "S" + i % 150));
    assertThat(deliver().getFirst().failed()).isPositive();
    var server = redisServer();
    var heard = new CopyOnWriteArrayList<String>();
    listen(heard);

    later(Duration.ofMinutes(5));
    var round = deliver().getFirst();

    assertThat(round).isEqualTo(new Round("redis", 450, 0, 0, ""));
    var envelopes = stream();
    assertThat(envelopes).hasSize(450);
    assertThat(envelopes.stream().map(e -> e.get("id").asString()).distinct()).hasSize(450);
    assertThat(envelopes.getFirst().propertyNames())
        .containsExactly("event", "timestamp", "source", "version", "id", "payload");
    await().until(() -> heard.size() == 450);
    assertThat(server.isActive()).isTrue();
    assertThat(Notices.postgres(database).report(thisMonth()))
        .extracting(DeliveryReport::channel, DeliveryReport::delivered)
        .containsExactly(tuple("redis", 450));
  }

  @Test
  void theLatestEndOfDayIsKeptUnderItsKeyForADay() throws Exception {
    redisServer();
    useRedis();
    event("symbols.new", "AAA");
    database.useTransaction(h ->
        Outbox.post(
            h, "eod.completion", "2025-07-08", Map.of("results", Map.of("status", "COMPLETE"))));

    deliver();

    try (var jedis = new Jedis("127.0.0.1", redisPort)) {
      var status = JSON.readTree(jedis.get(RedisEvents.LATEST_STATUS));
      assertThat(status.path("results").path("status").asString()).isEqualTo("COMPLETE");
      assertThat(jedis.ttl(RedisEvents.LATEST_STATUS)).isBetween(86_000L, 86_400L);
    }
  }

  /// Events have the database's time.
  private YearMonth thisMonth() {
    return database.read(h ->
        h.createQuery("SELECT to_char(now() AT TIME ZONE 'America/New_York', 'YYYY-MM')")
            .mapTo(String.class)
            .map(YearMonth::parse)
            .one());
  }

  private void listen(List<String> heard) throws InterruptedException {
    var subscribed = new CountDownLatch(1);
    var jedis = new Jedis("127.0.0.1", redisPort);
    open.add(jedis);
    Thread.ofVirtual()
        .start(() -> {
          try {
            jedis.subscribe(
                new JedisPubSub() {
                  @Override
                  public void onSubscribe(String channel, int channels) {
                    subscribed.countDown();
                  }

                  @Override
                  public void onMessage(String channel, String message) {
                    heard.add(message);
                  }
                },
                "tickstock.automation.symbols.changed");
          } catch (JedisConnectionException ended) {
            assertThat(ended).hasMessageContaining("closed");
          }
        });
    subscribed.await();
  }

  @Test
  void eventsOfOneSubjectNeverOvertakeEachOther() throws Exception {
    redisServer();
    useRedis();
    for (int i = 0; i < 30; i++) {
      int number = i;
      database.useTransaction(
          h -> Outbox.post(h, "backfill.progress", "AAA", Map.of("records_loaded", number)));
    }

    both();

    assertThat(stream())
        .extracting(e -> e.get("payload").get("records_loaded").asInt())
        .containsExactlyElementsOf(IntStream.range(0, 30).boxed().toList());
  }

  @Test
  void anEventThatIsCommittedLateIsNotMissed() throws Exception {
    redisServer();
    useRedis();
    try (var slow = database.read(h -> h.getJdbi().open())) {
      slow.begin();
      Outbox.post(slow, "symbols.new", "SLOW", Map.of());
      event("symbols.new", "FAST");
      assertThat(deliver().getFirst().delivered()).isEqualTo(1);
      slow.commit();
    }

    assertThat(deliver().getFirst().delivered()).isEqualTo(1);
    assertThat(stream()).hasSize(2);
  }

  @Test
  void aRedisThatDiesInTheMiddleGetsItAgain() throws Exception {
    useRedis();
    event("symbols.new", "AAA");
    try (var dying = new ServerSocket(redisPort, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (var connection = dying.accept()) {
              var in = connection.getInputStream();
              assertThat(in.read(new byte[64])).isPositive();
              connection.getOutputStream().write("+OK\r\n".getBytes("US-ASCII"));
            } catch (IOException closed) {
              throw new IllegalStateException(closed);
            }
          });
      assertThat(deliver().getFirst().failed()).isEqualTo(1);
    }
    redisServer();

    later(Duration.ofMinutes(1));
    assertThat(deliver().getFirst().delivered()).isEqualTo(1);
    assertThat(stream()).hasSize(1);
  }

  // ---- several at once, and who dies

  private void both() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(this::deliver);
      var second = threads.submit(this::deliver);
      first.get();
      second.get();
    }
    deliver();
  }

  @Test
  void twoAtOnceSendEachOnce() throws Exception {
    var server = mailServer();
    var receiver = webhook();
    redisServer();
    useMail();
    useSlack();
    useRedis();
    IntStream.range(0, 25)
        .forEach(i -> {
          post(Posted.plain(Severity.CRITICAL, "matter " + i));
          event("symbols.new", "S" + i);
        });

    both();

    assertThat(subjects(server)).hasSize(25).doesNotHaveDuplicates();
    assertThat(receiver.accepted()).hasSize(25).doesNotHaveDuplicates();
    assertThat(stream()).hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  void whatAProcessSentAndCouldNotNoteIsSentAgainUnderTheSameNumber() throws Exception {
    var server = mailServer();
    useMail();
    post(Posted.plain(Severity.CRITICAL, "matter"));
    new Router(database, new NoticeSettings(mail, CONTACTS, slack, redis, rules)).route(now);
    var claimed =
        database
            .inTransaction(h -> DeliveryTable.claim(h, Channel.MAIL, now, Duration.ofMinutes(2)))
            .orElseThrow();
    var message =
        new Message(
            Form.ofWord(claimed.form()),
            database.read(h -> DeliveryTable.notices(h, claimed.message())),
            claimed.made(),
            "tickstock-data");
    assertThat(new SmtpSender(mail.orElseThrow()).send(message, claimed))
        .isEqualTo(new Sent.Accepted());

    assertThat(deliver().getFirst().delivered()).isZero();
    database.useTransaction(h ->
        h.execute("UPDATE notice_delivery SET leased_until = clock_timestamp() - interval '1 s'"));
    assertThat(deliver().getFirst().delivered()).isEqualTo(1);

    assertThat(server.getReceivedMessages()).hasSize(2);
    assertThat(Arrays.stream(server.getReceivedMessages()).map(DeliveryTest::messageId).distinct())
        .containsExactly("<" + claimed.uid() + "@tickstock.invalid>");
    assertThat(deliveries()).extracting(NoticeDelivery::attempts).containsExactly(2);
  }

  private static String messageId(jakarta.mail.internet.MimeMessage message) {
    try {
      return message.getMessageID();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- refusals

  @Test
  void aRecipientThatIsRefusedIsGivenUpAndTheOthersGoOn() throws Exception {
    try (var smtp = new ScriptedSmtp(Map.of("RCPT", "550 5.1.1 no such user here"))) {
      useMailAt(smtp.port());
      post(Posted.ipo("AAA"), Posted.moved());

      var round = deliver().getFirst();

      assertThat(round.givenUp()).isEqualTo(2);
      assertThat(round.error()).contains("550 5.1.1 no such user here", "first@example.com");
    }
    assertThat(deliveries()).allMatch(d -> d.state() == NoticeDelivery.State.GIVEN_UP);
    assertThat(Notices.postgres(database).report(YearMonth.of(2025, 7)).getFirst())
        .extracting(DeliveryReport::givenUp, r -> r.percent().getAsDouble())
        .containsExactly(2, 0.0);
    assertThat(notices()).allMatch(n -> n.state() == Notice.State.OPEN);

    var server = mailServer();
    useMail();
    assertThat(delivery().again()).isEqualTo(2);
    deliver();
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void aMailboxThatIsFullIsTriedAgainForThreeDays() throws Exception {
    try (var smtp = new ScriptedSmtp(Map.of("RCPT", "452 4.2.2 mailbox full"))) {
      useMailAt(smtp.port());
      post(Posted.ipo("AAA"));

      assertThat(deliver().getFirst()).matches(r -> r.failed() == 1 && r.givenUp() == 0);
      later(Duration.ofDays(3).minusMinutes(1));
      assertThat(deliver().getFirst()).matches(r -> r.failed() == 1 && r.givenUp() == 0);
      later(Duration.ofHours(1));
      assertThat(deliver().getFirst()).matches(r -> r.failed() == 0 && r.givenUp() == 1);
    }
  }

  @Test
  void aWrongPasswordLosesNothingAndIsNotTold() throws Exception {
    var server = mailServer();
    server.setUser("tickstock@example.com", "desk", "another password");
    useMail(MailServer.Encryption.NONE, Optional.of(new MailServer.Login("desk", PASSWORD)));
    post(Posted.ipo("AAA"));

    var round = deliver().getFirst();

    assertThat(round.failed()).isEqualTo(1);
    assertThat(round.error()).contains("refused the login", "smtp.user").doesNotContain(PASSWORD);
    assertThat(mail.toString()).doesNotContain(PASSWORD);
    useMail(
        MailServer.Encryption.NONE, Optional.of(new MailServer.Login("desk", "another password")));
    later(Duration.ofMinutes(1));
    assertThat(deliver().getFirst().delivered()).isEqualTo(1);
  }

  @Test
  void aServerWithoutTlsGetsNoMailWhereTlsIsAskedFor() throws Exception {
    var server = mailServer();
    useMail(MailServer.Encryption.STARTTLS, Optional.of(new MailServer.Login("desk", PASSWORD)));
    post(Posted.ipo("AAA"));

    assertThat(deliver().getFirst().error()).contains("STARTTLS", ".tls").doesNotContain(PASSWORD);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aCertificateThatNobodySignedIsRefused() throws Exception {
    var server = mailServer(ServerSetup.PROTOCOL_SMTPS);
    useMail(MailServer.Encryption.TLS, Optional.empty());
    post(Posted.ipo("AAA"));

    assertThat(deliver().getFirst().error()).contains("certif");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aWebhookThatIsGoneIsGivenUpAndItsAddressIsNotTold() throws Exception {
    useSlack();
    var receiver = webhook();
    receiver.answers(404, "");
    post(Posted.ipo("AAA"));

    var round = deliver().getFirst();

    assertThat(round.givenUp()).isEqualTo(1);
    assertThat(round.error())
        .contains("HTTP 404", "tickstock.notices.slack-webhook")
        .doesNotContain("hush-hush");
    assertThat(slack.toString()).doesNotContain("hush-hush");
  }

  @Test
  void aWebhookThatDoesNotAnswerDoesNotTellItsAddress() throws Exception {
    useSlack();
    post(Posted.ipo("AAA"));

    assertThat(deliver().getFirst().error()).contains("does not answer").doesNotContain("hush");
  }

  @Test
  void aRedisThatWantsAnotherPasswordIsTriedAgainAndThePasswordIsNotTold() throws Exception {
    redisServer("requirepass secret-of-redis");
    redis =
        Optional.of(
            new RedisAddress(URI.create("redis://:" + PASSWORD + "@127.0.0.1:" + redisPort)));
    event("symbols.new", "AAA");

    var round = deliver().getFirst();

    assertThat(round.failed()).isEqualTo(1);
    assertThat(round.error()).contains("WRONGPASS").doesNotContain(PASSWORD);
    assertThat(redis.toString()).contains("***@127.0.0.1").doesNotContain(PASSWORD);
    redis =
        Optional.of(
            new RedisAddress(URI.create("redis://:secret-of-redis@127.0.0.1:" + redisPort)));
    later(Duration.ofMinutes(1));
    assertThat(deliver().getFirst().delivered()).isEqualTo(1);
  }

  // ---- what people get

  @Test
  void aHostileNameArrivesAsText() throws Exception {
    var server = mailServer();
    useMail();
    post(Posted.hostile());

    deliver();

    var mail = server.getReceivedMessages();
    assertThat(mail).hasSize(1);
    assertThat(mail[0].getAllRecipients()).hasSize(1);
    assertThat(mail[0].getHeader("Bcc")).isNull();
    assertThat(mail[0].getSubject()).contains("<script>", "Bcc: all@example.com");
  }

  @Test
  void aCriticalNoticeGoesFromContactToContactUntilSomebodyAcknowledgesIt() throws Exception {
    var server = mailServer();
    useMail();
    rules =
        new RoutingRules(
            Optional.of(new QuietHours(LocalTime.of(0, 0), LocalTime.of(23, 59))),
            0,
            LocalTime.of(7, 30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(30));
    post(Posted.gap("SPY", 31e9), Posted.gap("ZION", 2e8));
    for (int i = 0; i < 4; i++) {
      deliver();
      later(Duration.ofMinutes(30));
    }
    assertThat(subjects(server))
        .containsExactlyInAnyOrder(
            "first@example.com CRITICAL: Gap of 4 sessions: SPY",
            "second@example.com CRITICAL, not acknowledged: Gap of 4 sessions: SPY",
            "first@example.com CRITICAL, not acknowledged: Gap of 4 sessions: SPY",
            "second@example.com CRITICAL, not acknowledged: Gap of 4 sessions: SPY");
    assertThat(deliveries())
        .extracting(NoticeDelivery::contact, NoticeDelivery::form)
        .containsExactly(
            tuple("first@example.com", "critical"),
            tuple("second@example.com", "escalation"),
            tuple("first@example.com", "escalation"),
            tuple("second@example.com", "escalation"));

    long spy = notices().stream().filter(n -> n.told() > 0).findFirst().orElseThrow().id();
    assertThat(Notices.postgres(database).acknowledge(spy, "ann", "on it", now))
        .isEqualTo(Notices.Answer.ACKNOWLEDGED);
    later(Duration.ofHours(2));
    deliver();
    assertThat(server.getReceivedMessages()).hasSize(4);
  }

  @Test
  void repetitionsWhileTheMailServerIsDownDoNotPileUp() throws Exception {
    useMail();
    post(Posted.gap("SPY", 31e9));
    for (int i = 0; i < 10; i++) {
      deliver();
      later(Duration.ofMinutes(30));
    }

    assertThat(deliveries()).hasSize(2);
  }

  @Test
  void theSameCauseIsCountedAndToldOnce() throws Exception {
    var server = mailServer();
    useMail();
    for (int i = 0; i < 5; i++) {
      post(Posted.gap("ZION", 2e8));
      deliver();
      later(Duration.ofMinutes(10));
    }
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(notices()).extracting(Notice::count).containsExactly(5);

    post(Posted.gap("ZION", 5e9));
    deliver();

    assertThat(subjects(server)).hasSize(2).last().asString().contains("CRITICAL");
    assertThat(notices())
        .extracting(Notice::count, Notice::severity)
        .containsExactly(tuple(6, Severity.CRITICAL));
  }

  @Test
  void anAcknowledgedCauseIsANewNoticeOnlyAfterAQuietDay() throws Exception {
    var server = mailServer();
    useMail();
    post(Posted.gap("ZION", 2e8));
    deliver();
    Notices.postgres(database).acknowledge(notices().getFirst().id(), "ann", "", now);
    later(Duration.ofHours(20));
    post(Posted.gap("ZION", 2e8));
    later(Duration.ofHours(20));
    deliver();
    assertThat(notices()).extracting(Notice::state).containsExactly(Notice.State.ACKNOWLEDGED);

    later(Duration.ofHours(5));
    deliver();
    assertThat(notices()).extracting(Notice::state).containsExactly(Notice.State.RESOLVED);
    post(Posted.gap("ZION", 2e8));
    deliver();
    assertThat(notices()).hasSize(2);
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void newsAreOverWhenTheyAreTold() throws Exception {
    useMail();
    post(Posted.ipo("AAA"), Posted.gap("ZION", 2e8));
    deliver();
    assertThat(notices()).allMatch(n -> n.state() == Notice.State.OPEN);

    mailServer();
    later(Duration.ofHours(1));
    deliver();

    assertThat(notices())
        .extracting(Notice::kind, Notice::state)
        .containsExactlyInAnyOrder(
            tuple("ipo_found", Notice.State.RESOLVED), tuple("gap_found", Notice.State.OPEN));
  }

  @Test
  void aChangeOfAUniverseIsHeardInOneEventAStatement() throws Exception {
    redisServer();
    useRedis();
    database.useTransaction(h -> {
      h.execute(
          """
          INSERT INTO universe (key, name, cache_name, category, kind)
          VALUES ('one', 'One', 'One', 'test', 'stock'), ('two', 'Two', 'Two', 'test', 'stock')
          """);
      h.execute(
          """
          INSERT INTO universe_member (universe_id, ticker, valid_from, reason, source)
          SELECT u.id, t.ticker, DATE '2025-01-02', 'test', 'test'
          FROM universe u, unnest(ARRAY['AAA', 'BBB']) AS t (ticker)
          """);
    });
    database.useTransaction(h ->
        h.execute("UPDATE universe_member SET valid_to = DATE '2025-02-03' WHERE ticker = 'AAA'"));
    database.useTransaction(h -> h.execute("UPDATE universe_member SET reason = 'other words'"));

    deliver();

    assertThat(stream())
        .extracting(
            e -> e.get("event").asString(),
            e -> e.get("payload").get("cache_key").asString(),
            e -> e.get("payload").get("action").asString(),
            e -> e.get("payload").get("symbol_count").asInt(),
            e -> e.get("payload").get("symbols").size())
        .containsExactlyInAnyOrder(
            tuple("universe.updated", "one", "added", 2, 2),
            tuple("universe.updated", "two", "added", 2, 2),
            tuple("universe.updated", "one", "changed", 1, 1),
            tuple("universe.updated", "two", "changed", 1, 1));
  }
}
