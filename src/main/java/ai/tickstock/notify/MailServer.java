package ai.tickstock.notify;

import java.util.Locale;
import java.util.Optional;

/// The server that takes our mails. Prints without password.
///
/// @param login empty: the server asks for none
/// @param sender address that mails come from
public record MailServer(
    String host, int port, Encryption encryption, Optional<Login> login, String sender) {

  public enum Encryption {
    /// Begins in the clear and must become TLS before anything else.
    STARTTLS,
    /// TLS from the first byte.
    TLS,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user + ":***";
    }
  }

  String place() {
    return host + ":" + port;
  }
}
