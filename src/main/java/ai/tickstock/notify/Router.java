package ai.tickstock.notify;

import ai.tickstock.database.Database;
import ai.tickstock.notify.DeliveryTable.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Makes messages of notices as the rules say, and of each message a delivery to every channel.
final class Router {
  static final String WEBHOOK = "webhook";

  /// Of the advisory lock: any number that nothing else here uses.
  private static final long ONE_AT_A_TIME = 8_410_044L;

  private final Database database;
  private final NoticeSettings settings;

  Router(Database database, NoticeSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /// Does nothing where no channel reaches people, or while another process does it.
  void route(Instant now) {
    if (settings.reachesPeople()) {
      database.useTransaction(h -> {
        if (isAlone(h)) {
          route(h, now);
        }
      });
    }
  }

  /// A message to everybody, whatever the rules say.
  long test(Handle h, long notice, Instant now) {
    var targets = new ArrayList<Target>();
    settings
        .mail()
        .ifPresent(_ ->
            settings.contacts().stream()
                .map(contact -> new Target(Channel.MAIL, contact))
                .forEach(targets::add));
    settings.slack().ifPresent(_ -> targets.add(new Target(Channel.SLACK, WEBHOOK)));
    NoticeTable.told(h, List.of(notice), now);
    return DeliveryTable.message(h, Form.TEST, List.of(notice), targets, now);
  }

  private static boolean isAlone(Handle h) {
    return h.createQuery("SELECT pg_try_advisory_xact_lock(:key)")
        .bind("key", ONE_AT_A_TIME)
        .mapTo(Boolean.class)
        .one();
  }

  private void route(Handle h, Instant now) {
    var plan =
        Routing.plan(
            settings.rules(),
            now,
            DeliveryTable.promptSince(h, now.minus(Routing.BUDGET_PERIOD)),
            NoticeTable.untold(h),
            NoticeTable.unanswered(h));
    for (var message : plan.messages()) {
      var targets =
          message.form() == Form.ESCALATION
              ? next(h, message.notices().getFirst())
              : targets(settings.contacts(), 0);
      if (!targets.isEmpty()) {
        DeliveryTable.message(h, message.form(), message.notices(), targets, now);
      }
      NoticeTable.told(h, message.notices(), now);
    }
    NoticeTable.toDigest(h, plan.toDigest(), now);
  }

  /// The next contact in turn, over every channel on which the notice is not still on its way to
  /// them.
  private List<Target> next(Handle h, long notice) {
    int told = NoticeTable.find(h, List.of(notice)).getFirst().told();
    return targets(settings.contacts(), told).stream()
        .filter(target -> !DeliveryTable.waits(h, notice, target))
        .toList();
  }

  private List<Target> targets(List<String> contacts, int turn) {
    var targets = new ArrayList<Target>();
    if (settings.mail().isPresent()) {
      targets.add(new Target(Channel.MAIL, contacts.get(turn % contacts.size())));
    }
    if (settings.slack().isPresent()) {
      targets.add(new Target(Channel.SLACK, WEBHOOK));
    }
    return targets;
  }
}
