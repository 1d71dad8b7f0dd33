package ai.tickstock.notify;

import java.util.List;
import java.util.Optional;

/// Where notices and events go. Prints without secrets.
///
/// @param contacts mail addresses, the first one told first; not empty where there is a mail server
public record NoticeSettings(
    Optional<MailServer> mail,
    List<String> contacts,
    Optional<SlackWebhook> slack,
    Optional<RedisAddress> redis,
    RoutingRules rules) {
  public NoticeSettings {
    contacts = List.copyOf(contacts);
    if (mail.isPresent() && contacts.isEmpty()) {
      throw new IllegalArgumentException("a mail server without a contact");
    }
  }

  boolean reachesPeople() {
    return mail.isPresent() || slack.isPresent();
  }
}
