package ai.tickstock.database;

import java.sql.SQLException;

/// The server refused a COPY; the transaction around it is lost.
public final class CopyFailed extends RuntimeException {
  private final String sqlState;

  CopyFailed(String where, SQLException cause) {
    super("COPY failed " + where + ": " + cause.getMessage(), cause);
    this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
  }

  /// Whether a row with the same key was there already (SQLSTATE 23505).
  public boolean isUniqueViolation() {
    return sqlState.equals("23505");
  }
}
