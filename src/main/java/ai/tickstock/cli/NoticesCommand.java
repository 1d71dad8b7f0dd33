package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.notify.Delivery;
import ai.tickstock.notify.DeliveryReport;
import ai.tickstock.notify.Notice;
import ai.tickstock.notify.NoticeDelivery;
import ai.tickstock.notify.Notices;
import ai.tickstock.notify.Round;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What people are told, whether it arrived, and that somebody takes care of it.
@Command(
    name = "notices",
    aliases = "notice",
    mixinStandardHelpOptions = true,
    description = "Shows notices and their delivery, acknowledges them, sends what is due.",
    footer = {"", "Example: tickstock notices list --open"})
final class NoticesCommand {
  private static final int MOST = 1_000;

  private final Program program;

  NoticesCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists notices, the last seen first.",
        "told: how often somebody was told; held: nobody yet (quiet hours, group, digest, or no channel)."
      },
      footer = {"", "Example: tickstock notices list --open --since 2026-11-01"})
  int list(
      @Option(
              names = "--open",
              description = "Only those that nobody acknowledged and that are not over.")
          boolean open,
      @Option(names = "--since", paramLabel = "DATE", description = "Seen on that date or later.")
          Optional<Instant> since,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var database = databases.database(program);
    var notices = Notices.postgres(database).list(open, since.orElse(Instant.EPOCH), MOST);
    var table =
        Table.of(
            ">id",
            "severity",
            "kind",
            "subject",
            "session",
            "state",
            ">count",
            "first_seen",
            "last_seen",
            ">told",
            "held");
    for (var notice : notices) {
      table.row(
          notice.id(),
          notice.severity().word(),
          notice.kind(),
          notice.subject(),
          notice.session(),
          Words.of(notice.state()),
          notice.count(),
          notice.firstSeen(),
          notice.lastSeen(),
          notice.told(),
          held(notice));
    }
    table.print(format, program.out());
    if (notices.size() == MOST) {
      program.err().println("only the last " + MOST + "; --since shows fewer days");
    }
    try (var delivery = program.delivery(database)) {
      sayChannels(delivery);
    }
    return ExitCode.DONE;
  }

  private static String held(Notice notice) {
    boolean isHeld = notice.state() == Notice.State.OPEN && notice.route() != Notice.Route.TOLD;
    return isHeld ? (notice.route() == Notice.Route.DIGEST ? "digest" : "yes") : "";
  }

  private void sayChannels(Delivery delivery) {
    program
        .err()
        .println(
            delivery.channels().isEmpty()
                ? "no channel is configured: nothing is sent (tickstock.notices.smtp.host,"
                    + " tickstock.notices.slack-webhook, tickstock.events.redis-url)"
                : "channels: " + String.join(", ", delivery.channels()));
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one notice and each of its deliveries.",
      footer = {"", "Example: tickstock notices show 7"})
  int show(
      @Parameters(paramLabel = "ID", description = "The notice's number.") long id,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var notices = Notices.postgres(databases.database(program));
    var notice = notices.find(id).orElseThrow(() -> noSuch(id));
    var deliveries = notices.deliveries(id);
    if (format == Format.TABLE) {
      facts(notice).print(format, program.out());
      program.out().println();
    }
    deliveries(notice, deliveries).print(format, program.out());
    if (deliveries.isEmpty()) {
      program.err().println("nobody was told yet");
    }
    return ExitCode.DONE;
  }

  private static Table facts(Notice notice) {
    return Table.of("fact", "value")
        .row("id", notice.id())
        .row("kind", notice.kind())
        .row("severity", notice.severity().word())
        .row("subject", notice.subject())
        .row("cause", notice.cause())
        .row("state", Words.of(notice.state()))
        .row("count", notice.count())
        .row("first_seen", notice.firstSeen())
        .row("last_seen", notice.lastSeen())
        .row("told", notice.told())
        .row("acknowledged_by", notice.acknowledged().map(Notice.Acknowledged::by))
        .row("acknowledged_at", notice.acknowledged().map(Notice.Acknowledged::at))
        .row("because", notice.acknowledged().map(Notice.Acknowledged::because))
        .row("facts", notice.facts());
  }

  private static Table deliveries(Notice notice, List<NoticeDelivery> deliveries) {
    var table =
        Table.of(
            ">notice",
            "form",
            "made",
            "channel",
            "contact",
            "state",
            ">attempts",
            "next_attempt",
            "delivered",
            "last_error");
    for (var delivery : deliveries) {
      table.row(
          notice.id(),
          delivery.form(),
          delivery.made(),
          delivery.channel(),
          delivery.contact(),
          delivery.state().word(),
          delivery.attempts(),
          delivery.nextAttempt(),
          delivery.delivered(),
          delivery.lastError());
    }
    return table;
  }

  @Command(
      name = "ack",
      mixinStandardHelpOptions = true,
      description = {
        "Says that you take care of it: it is told no more while its cause goes on.",
        "A day after the cause was seen last it is over; seen again it is a new notice."
      },
      footer = {"", "Example: tickstock notices ack 7 --reason \"loading it again\""})
  int ack(
      @Parameters(paramLabel = "ID", description = "The notice's number.") long id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the notice.")
          Optional<String> reason,
      @Mixin DatabaseChoice databases) {
    var notices = Notices.postgres(databases.database(program));
    var answer =
        notices.acknowledge(
            id, program.operator(), reason.orElse("").strip(), program.clock().instant());
    switch (answer) {
      case ACKNOWLEDGED -> program.out().println("notice " + id + " is acknowledged");
      case WAS_ANSWERED ->
          program
              .out()
              .println(
                  "notice "
                      + id
                      + " was "
                      + Words.of(notices.find(id).orElseThrow(() -> noSuch(id)).state())
                      + " before");
      case NO_SUCH_NOTICE -> throw noSuch(id);
    }
    program.out().flush();
    return ExitCode.DONE;
  }

  private static Misuse noSuch(long id) {
    return new Misuse(
        "there is no notice " + id + "; 'tickstock notices list' shows those there are");
  }

  @Command(
      name = "send",
      mixinStandardHelpOptions = true,
      description = {
        "Sends what is due, once: events to Redis, notices by mail and Slack.",
        "What fails is tried again by the next 'send' after a pause, for three days. Exit code 3 when something failed."
      },
      footer = {"", "Example: tickstock notices send"})
  int send(
      @Option(
              names = "--given-up",
              description = "Also try what was given up, for three days more.")
          boolean givenUp,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output)
      throws InterruptedException {
    var format = output.format();
    var database = databases.database(program);
    try (var delivery = program.delivery(database)) {
      if (givenUp) {
        program
            .err()
            .println(Words.count(delivery.again(), "delivery", "deliveries") + " wait again");
      }
      var rounds = delivery.deliverDue(program.clock().instant());
      var table = Table.of("channel", ">delivered", ">failed", ">given_up", "error");
      rounds.forEach(
          r -> table.row(r.channel(), r.delivered(), r.failed(), r.givenUp(), r.error()));
      table.print(format, program.out());
      if (rounds.isEmpty()) {
        sayChannels(delivery);
      }
      int held = Notices.postgres(database).untold();
      if (held > 0) {
        program.err().println(Words.count(held, "notice") + " held back (notices list --open)");
      }
      return rounds.stream().allMatch(Round::isWhole) ? ExitCode.DONE : ExitCode.DONE_IN_PART;
    }
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = {
        "Sends a test through every configured channel, to every contact, whatever the hour.",
        "Says of each what happened. What else is due is sent along."
      },
      footer = {"", "Example: tickstock notices test"})
  int test(@Mixin DatabaseChoice databases, @Mixin OutputOptions output)
      throws InterruptedException {
    var format = output.format();
    var database = databases.database(program);
    try (var delivery = program.delivery(database)) {
      if (delivery.channels().isEmpty()) {
        sayChannels(delivery);
        return ExitCode.DONE;
      }
      var test = delivery.test(program.operator(), program.clock().instant());
      var table = Table.of("channel", "contact", "state", "error");
      boolean isWhole = true;
      for (var one : Notices.postgres(database).deliveries(test.notice())) {
        table.row(one.channel(), one.contact(), one.state().word(), one.lastError());
        isWhole &= one.state() == NoticeDelivery.State.DELIVERED;
      }
      var event = test.event();
      if (event.isPresent()) {
        table.row("redis", test.redisChannel(), event.get().state().word(), event.get().error());
        isWhole &= event.get().state() == NoticeDelivery.State.DELIVERED;
      }
      table.print(format, program.out());
      return isWhole ? ExitCode.DONE : ExitCode.DONE_IN_PART;
    }
  }

  @Command(
      name = "report",
      mixinStandardHelpOptions = true,
      description = {
        "How much of what a month brought was delivered, by channel.",
        "Exit code 0 when all of it was, 3 when something waits or was given up in a channel that is configured."
      },
      footer = {"", "Example: tickstock notices report --month 2026-11"})
  int report(
      @Option(
              names = "--month",
              paramLabel = "MONTH",
              description = "Of New York; this one otherwise.")
          Optional<String> month,
      @Mixin DatabaseChoice databases,
      @Mixin OutputOptions output) {
    var format = output.format();
    var asked = month.map(NoticesCommand::month).orElseGet(this::thisMonth);
    var database = databases.database(program);
    var notices = Notices.postgres(database);
    var table =
        Table.of(
            "month",
            "channel",
            "configured",
            ">total",
            ">delivered",
            ">waiting",
            ">given_up",
            ">percent",
            "last_delivered");
    var reports = notices.report(asked);
    var configured = channels(database);
    for (var one : reports) {
      table.row(
          asked,
          one.channel(),
          configured.contains(one.channel()),
          one.total(),
          one.delivered(),
          one.waiting(),
          one.givenUp(),
          roundedDown(one.percent()),
          one.lastDelivered());
    }
    table.print(format, program.out());
    if (reports.isEmpty()) {
      program.err().println("there was nothing to deliver in " + asked);
    }
    int held = notices.untold();
    if (held > 0) {
      program.err().println(Words.count(held, "notice") + " held back, in no message yet");
    }
    boolean isWhole =
        reports.stream()
            .filter(one -> configured.contains(one.channel()))
            .allMatch(DeliveryReport::isWhole);
    return isWhole ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private List<String> channels(Database database) {
    try (var delivery = program.delivery(database)) {
      return delivery.channels();
    }
  }

  /// 99.99 and not 100 where one of many is missing.
  private static OptionalDouble roundedDown(OptionalDouble percent) {
    return percent.isPresent()
        ? OptionalDouble.of(Math.floor(percent.getAsDouble() * 100) / 100)
        : percent;
  }

  private YearMonth thisMonth() {
    return YearMonth.from(program.clock().instant().atZone(Bar.NEW_YORK));
  }

  private static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw new Misuse("--month " + text + " is not a month such as 2026-11");
    }
  }
}
