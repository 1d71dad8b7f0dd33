package ai.tickstock.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// Mails by SMTP, one connection a mail.
final class SmtpSender implements NoticeSender {
  private static final String CONNECT_TIMEOUT_MILLIS = "10000";
  private static final String TIMEOUT_MILLIS = "20000";
  private static final int FIRST_PERMANENT = 500;

  private final MailServer server;

  SmtpSender(MailServer server) {
    this.server = server;
  }

  @Override
  public Channel channel() {
    return Channel.MAIL;
  }

  @Override
  public Sent send(Message message, NoticeDelivery delivery) {
    try {
      var session = Session.getInstance(properties());
      var mail = mail(session, message, delivery);
      try (var transport = session.getTransport("smtp")) {
        connect(transport);
        transport.sendMessage(mail, mail.getAllRecipients());
      }
      return new Sent.Accepted();
    } catch (MessagingException e) {
      return failure(e, delivery.contact());
    }
  }

  private void connect(Transport transport) throws MessagingException {
    if (server.login().isPresent()) {
      var login = server.login().get();
      transport.connect(server.host(), server.port(), login.user(), login.password());
    } else {
      transport.connect(server.host(), server.port(), null, null);
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", CONNECT_TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (server.encryption()) {
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
      case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
    }
    return properties;
  }

  private MimeMessage mail(Session session, Message message, NoticeDelivery delivery)
      throws MessagingException {
    var mail = new WithOurId(session, delivery);
    mail.setFrom(new InternetAddress(server.sender(), true));
    mail.setRecipient(RecipientType.TO, new InternetAddress(delivery.contact(), true));
    mail.setSubject(message.subject(), "UTF-8");
    mail.setSentDate(Date.from(message.at()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    if (message.severity() == Severity.CRITICAL) {
      mail.setHeader("Importance", "high");
    }
    var text = new MimeBodyPart();
    text.setText(MailText.text(message), "UTF-8");
    var html = new MimeBodyPart();
    html.setContent(MailPage.html(message), "text/html; charset=UTF-8");
    mail.setContent(new MimeMultipart("alternative", text, html));
    mail.saveChanges();
    return mail;
  }

  /// A server that gets the same mail twice, and a mail program that shows it, can tell by this.
  private static final class WithOurId extends MimeMessage {
    private final String id;

    WithOurId(Session session, NoticeDelivery delivery) {
      super(session);
      id = "<" + delivery.uid() + "@tickstock.invalid>";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  private Sent failure(MessagingException e, String contact) {
    var reason = withoutPassword(inOneLine(e));
    if (e instanceof AuthenticationFailedException) {
      return Sent.down(
          "%s refused the login: %s; check tickstock.notices.smtp.user and .password"
              .formatted(server.place(), reason));
    }
    var code = replyCode(e);
    if (code.isEmpty()) {
      return Sent.down(
          "%s cannot be used: %s; check tickstock.notices.smtp.host, .port and .tls"
              .formatted(server.place(), reason));
    }
    var words = "%s refused the mail to %s: %s".formatted(server.place(), contact, reason);
    return code.get() >= FIRST_PERMANENT
        ? new Sent.Refused(words)
        : new Sent.NotNow(words, Optional.empty(), false);
  }

  /// The server's answer to this mail; empty when it never came to that.
  private static Optional<Integer> replyCode(MessagingException e) {
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      switch (cause) {
        case SMTPAddressFailedException refused -> {
          return Optional.of(refused.getReturnCode());
        }
        case SMTPSenderFailedException refused -> {
          return Optional.of(refused.getReturnCode());
        }
        case SMTPSendFailedException refused when refused.getNextException() == null -> {
          return Optional.of(refused.getReturnCode());
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  private static String inOneLine(MessagingException e) {
    Throwable last = e;
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      last = cause;
    }
    var first = String.valueOf(e.getMessage());
    var whole = last.equals(e) ? first : first + " (" + last.getMessage() + ")";
    return whole.strip().replaceAll("\\s+", " ");
  }

  private static @Nullable Throwable next(Throwable cause) {
    return cause instanceof MessagingException messaging && messaging.getNextException() != null
        ? messaging.getNextException()
        : cause.getCause();
  }

  private String withoutPassword(String text) {
    return server.login().map(login -> text.replace(login.password(), "***")).orElse(text);
  }
}
