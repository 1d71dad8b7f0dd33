package ai.tickstock;

import ai.tickstock.notify.MailServer;
import ai.tickstock.notify.NoticeSettings;
import ai.tickstock.notify.RoutingRules;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Puts the settings of notices together, and sees what does not go together.
final class NoticeSettingsReader {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  private NoticeSettingsReader() {}

  static NoticeSettings read(SettingsReader reader) {
    var contacts = reader.optional(SettingKey.CONTACTS).orElse(List.of());
    return new NoticeSettings(
        mail(reader, contacts),
        contacts,
        reader.optional(SettingKey.SLACK_WEBHOOK),
        reader.optional(SettingKey.REDIS_URL),
        new RoutingRules(
            reader.value(SettingKey.QUIET_HOURS),
            reader.value(SettingKey.MESSAGES_AN_HOUR),
            reader.value(SettingKey.DIGEST_AT),
            reader.value(SettingKey.GROUP_WINDOW),
            reader.value(SettingKey.ESCALATE_AFTER)));
  }

  private static Optional<MailServer> mail(SettingsReader reader, List<String> contacts) {
    var host = reader.optional(SettingKey.SMTP_HOST);
    int port = reader.value(SettingKey.SMTP_PORT);
    var encryption = reader.value(SettingKey.SMTP_TLS);
    var user = reader.optional(SettingKey.SMTP_USER);
    var password = reader.optional(SettingKey.SMTP_PASSWORD);
    var sender = reader.optional(SettingKey.SENDER);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    if (sender.isEmpty() || contacts.isEmpty()) {
      var missing = sender.isEmpty() ? SettingKey.SENDER : SettingKey.CONTACTS;
      reader.mistake(
          SettingKey.SMTP_HOST.name()
              + ": mails also need "
              + missing.name()
              + ", which is not given");
      return Optional.empty();
    }
    if (user.isPresent() != password.isPresent()) {
      reader.mistake(
          SettingKey.SMTP_USER.name()
              + " and "
              + SettingKey.SMTP_PASSWORD.name()
              + ": a login needs both, and one is not given");
      return Optional.empty();
    }
    if (password.isPresent()
        && encryption == MailServer.Encryption.NONE
        && !LOOPBACK.contains(host.get())) {
      reader.mistake(
          SettingKey.SMTP_TLS.name()
              + ": none would carry the password unencrypted to "
              + host.get()
              + ", expected starttls or tls");
      return Optional.empty();
    }
    var login =
        user.flatMap(name -> password.map(secret -> new MailServer.Login(name, secret.value())));
    return Optional.of(new MailServer(host.get(), port, encryption, login, sender.get()));
  }
}
