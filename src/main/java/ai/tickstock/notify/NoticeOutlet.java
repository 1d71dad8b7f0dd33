package ai.tickstock.notify;

import ai.tickstock.database.Database;
import java.time.Duration;
import java.time.Instant;

/// Messages to people over one channel, one after the other, urgent ones first.
final class NoticeOutlet implements Outlet {
  private final Database database;
  private final NoticeSender sender;
  private final String source;
  private final Duration lease;

  NoticeOutlet(Database database, NoticeSender sender, String source, Duration lease) {
    this.database = database;
    this.sender = sender;
    this.source = source;
    this.lease = lease;
  }

  @Override
  public String channel() {
    return sender.channel().word();
  }

  @Override
  public Round deliverDue(Instant now) {
    var round = Round.nothing(channel());
    while (true) {
      var claimed =
          database.inTransaction(h -> DeliveryTable.claim(h, sender.channel(), now, lease));
      if (claimed.isEmpty()) {
        return round;
      }
      var delivery = claimed.get();
      var notices = database.read(h -> DeliveryTable.notices(h, delivery.message()));
      var message = new Message(Form.ofWord(delivery.form()), notices, delivery.made(), source);
      switch (sender.send(message, delivery)) {
        case Sent.Accepted _ -> {
          database.useTransaction(h -> DeliveryTable.delivered(h, delivery.id(), now));
          round = round.plusDelivered(1);
        }
        case Sent.Refused(var reason) -> {
          database.useTransaction(h -> DeliveryTable.givenUp(h, delivery.id(), reason));
          round = round.plusFailed(1, true, reason);
        }
        case Sent.NotNow notNow -> {
          boolean over = Retry.isOver(delivery.firstAttempt().orElse(now), now);
          failed(delivery, notNow, over, now);
          round = round.plusFailed(1, over, notNow.reason());
          if (notNow.isDown()) {
            return round;
          }
        }
      }
    }
  }

  private void failed(NoticeDelivery delivery, Sent.NotNow notNow, boolean over, Instant now) {
    var pause = Retry.pauseAfter(delivery.attempts());
    var asked = notNow.notBefore().orElse(Duration.ZERO);
    var next = now.plus(asked.compareTo(pause) > 0 ? asked : pause);
    database.useTransaction(h -> {
      if (over) {
        DeliveryTable.givenUp(h, delivery.id(), notNow.reason());
      } else {
        DeliveryTable.failed(h, delivery.id(), notNow.reason(), next);
      }
    });
  }
}
