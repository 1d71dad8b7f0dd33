package ai.tickstock.database;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/// Rows on their way from one database into a table of another by PostgreSQL's binary COPY, without
/// a look at them. Both sides name the same columns, of the same types, in the same order.
public final class RowStream {
  private RowStream() {}

  /// Copies inside the caller's two transactions.
  ///
  /// @param query what is read
  /// @param into the table with its columns, e.g. `bar_daily (instrument_id, session)`
  /// @return rows that arrived
  public static long copy(Handle from, String query, Handle to, String into) {
    var read = "COPY (" + query + ") TO STDOUT (FORMAT BINARY)";
    var write = "COPY " + into + " FROM STDIN (FORMAT BINARY)";
    @Nullable CopyOut out = null;
    @Nullable CopyIn in = null;
    try {
      out = from.getConnection().unwrap(PGConnection.class).getCopyAPI().copyOut(read);
      in = to.getConnection().unwrap(PGConnection.class).getCopyAPI().copyIn(write);
      for (var bytes = out.readFromCopy(); bytes != null; bytes = out.readFromCopy()) {
        in.writeToCopy(bytes, 0, bytes.length);
      }
      return in.endCopy();
    } catch (SQLException e) {
      giveUp(in, out, e);
      throw new CopyFailed(into, e);
    }
  }

  private static void giveUp(@Nullable CopyIn in, @Nullable CopyOut out, SQLException failure) {
    try {
      if (in != null && in.isActive()) {
        in.cancelCopy();
      }
      if (out != null && out.isActive()) {
        out.cancelCopy();
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
