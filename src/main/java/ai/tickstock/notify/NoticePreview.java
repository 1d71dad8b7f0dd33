package ai.tickstock.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A notice as its mail would look, without posting it.
public final class NoticePreview {
  private static final String SOURCE = "tickstock-data";

  private NoticePreview() {}

  /// As plain text.
  public static String text(NewNotice notice, Instant at) {
    return MailText.text(message(notice, at));
  }

  /// As the HTML of a mail.
  public static String html(NewNotice notice, Instant at) {
    return MailPage.html(message(notice, at));
  }

  private static Message message(NewNotice notice, Instant at) {
    var kept =
        new Notice(
            Message.NOT_POSTED,
            NoticeKind.of(notice).word(),
            notice.severity(),
            notice.cause(),
            notice.subject(),
            Notice.json(notice),
            notice.session(),
            Notice.State.OPEN,
            at,
            at,
            1,
            Notice.Route.NEW,
            0,
            Optional.empty());
    return new Message(Form.PROMPT, List.of(kept), at, SOURCE);
  }
}
