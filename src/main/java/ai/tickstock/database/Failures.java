package ai.tickstock.database;

import ai.tickstock.database.DatabaseUnavailable.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// What PostgreSQL's error codes mean to us.
///
/// @param address that the messages name
record Failures(DatabaseAddress address) {
  private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

  /// The last one: it ended a session that was silent in the middle of a transaction.
  private static final Set<String> RESTARTING = Set.of("57P01", "57P02", "57P03", "25P03");

  /// The failure as callers should see it: ours where an operator can act, else as it was.
  RuntimeException translated(RuntimeException failure) {
    var sql = sqlException(failure);
    if (sql == null) {
      return failure;
    }
    if (state(sql).equals("53100")) {
      return new DatabaseFull(
          """
          The disk of the database server %s is full: %s. Nothing of this transaction was stored, what \
          was stored before is safe. Make room there (`tickstock doctor` shows how much is left), then \
          run the same command again.\
          """
              .formatted(address.place(), sql.getMessage()),
          failure);
    }
    var kind = kind(sql);
    return kind == null ? failure : unavailable(kind, sql);
  }

  /// The failure of an attempt to connect, whatever it was.
  DatabaseUnavailable connecting(SQLException failure) {
    var kind = kind(failure);
    return unavailable(kind == null ? Kind.REFUSED : kind, failure);
  }

  /// Whether the same transaction can succeed when it is simply run again.
  static boolean isRepeatable(Throwable failure) {
    var sql = sqlException(failure);
    return sql != null && REPEATABLE.contains(state(sql));
  }

  /// Whether the server does not let our role do that.
  static boolean isForbidden(Throwable failure) {
    var sql = sqlException(failure);
    return sql != null && state(sql).equals("42501");
  }

  /// Without the full stop that some of the driver's messages have.
  private static String sentence(SQLException cause) {
    return String.valueOf(cause.getMessage()).replaceFirst("\\.$", "");
  }

  private DatabaseUnavailable unavailable(Kind kind, SQLException cause) {
    var advice =
        switch (kind) {
          case UNREACHABLE ->
              "Is the server running, and can this machine reach it? (embedded server:"
                  + " `tickstock db start`; your own: check DATABASE_URL)";
          case RESTARTING ->
              "The server is starting or stopping, or somebody ended this session; try again in a moment.";
          case READ_ONLY ->
              "The server takes no writes at present: is it a standby, or default_transaction_read_only set?";
          case TOO_MANY_CONNECTIONS ->
              "All connections are in use: end other clients, or raise max_connections.";
          case REFUSED -> "Check user and password in DATABASE_URL, and the server's pg_hba.conf.";
          case NO_SUCH_DATABASE ->
              "Create it (CREATE DATABASE), or correct the name in DATABASE_URL.";
          case ENCRYPTION ->
              "Check `sslmode` (and `sslrootcert`) in DATABASE_URL against the server's settings.";
        };
    return new DatabaseUnavailable(
        kind,
        "Cannot use the database %s: %s. %s".formatted(address, sentence(cause), advice),
        cause);
  }

  private static @Nullable Kind kind(SQLException failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SSLException) {
        return Kind.ENCRYPTION;
      }
    }
    var state = state(failure);
    var message = String.valueOf(failure.getMessage());
    if (message.contains("does not support SSL") || message.contains("SSL o")) {
      return Kind.ENCRYPTION;
    }
    if (RESTARTING.contains(state)) {
      return Kind.RESTARTING;
    }
    return switch (state) {
      case "3D000" -> Kind.NO_SUCH_DATABASE;
      case "28P01", "28000" -> message.contains("no encryption") ? Kind.ENCRYPTION : Kind.REFUSED;
      case "25006" -> Kind.READ_ONLY;
      case "53300" -> Kind.TOO_MANY_CONNECTIONS;
      case "08004" -> Kind.REFUSED;
      default -> state.startsWith("08") ? Kind.UNREACHABLE : pool(failure);
    };
  }

  /// The pool's own failure, when no connection became free in time.
  private static @Nullable Kind pool(SQLException failure) {
    if (!(failure instanceof SQLTransientConnectionException)) {
      return null;
    }
    return failure.getCause() instanceof SQLException cause
        ? kind(cause)
        : Kind.TOO_MANY_CONNECTIONS;
  }

  /// @see DatabaseUnavailable#lostConnection
  static Optional<String> lostConnection(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof DatabaseUnavailable || e instanceof SQLException sql && kind(sql) != null) {
        return Optional.of(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
      }
    }
    return Optional.empty();
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }

  /// The database's part of a failure; null when the caller's own code failed.
  private static @Nullable SQLException sqlException(Throwable failure) {
    if (!(failure instanceof JdbiException || failure instanceof CopyFailed)) {
      return null;
    }
    for (Throwable e = failure.getCause(); e != null; e = e.getCause()) {
      if (e instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
