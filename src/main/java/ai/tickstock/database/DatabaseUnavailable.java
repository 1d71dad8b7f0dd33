package ai.tickstock.database;

import java.util.Optional;

/// The server cannot be reached or refuses us. The message names the address and what to do. The
/// transaction did not happen, except when the connection was lost at its very end: then it may
/// have been committed, and who repeats it must be able to do so twice.
public final class DatabaseUnavailable extends RuntimeException {
  /// Why; what an operator does differs.
  public enum Kind {
    /// Nothing answers, or a connection broke.
    UNREACHABLE(true),
    /// It is starting, stopping, or has just crashed.
    RESTARTING(true),
    /// It takes no writes: a standby, or set so.
    READ_ONLY(true),
    /// All of the server's connections, or all of our own, are in use.
    TOO_MANY_CONNECTIONS(true),
    /// User or password are wrong, or the server's rules do not let us in.
    REFUSED(false),
    NO_SUCH_DATABASE(false),
    /// The server wants an encrypted connection, or its certificate is not trusted.
    ENCRYPTION(false);

    private final boolean mayPass;

    Kind(boolean mayPass) {
      this.mayPass = mayPass;
    }
  }

  private final Kind kind;

  public DatabaseUnavailable(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /// What a failure of somebody who uses our connections without us says, where it is that the
  /// server cannot be reached or has ended the connection; one line.
  public static Optional<String> lostConnection(Throwable failure) {
    return Failures.lostConnection(failure);
  }

  public Kind kind() {
    return kind;
  }

  /// Whether waiting and repeating the whole transaction can help.
  public boolean mayPass() {
    return kind.mayPass;
  }
}
