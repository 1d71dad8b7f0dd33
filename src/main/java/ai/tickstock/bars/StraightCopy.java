package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.database.CopyFailed;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// Copies rows into a bar table where none was stored before.
final class StraightCopy {
  private StraightCopy() {}

  /// @param statement a complete binary COPY
  /// @throws BarStore.StraightCopyLost if one of the rows is stored already; the transaction is
  ///   lost
  static WriteCount write(Handle transaction, String statement, Consumer<BinaryCopy> rows) {
    try (var copy = BinaryCopy.start(transaction, statement)) {
      rows.accept(copy);
      return new WriteCount(Math.toIntExact(copy.finish()), 0, 0, 0);
    } catch (CopyFailed e) {
      if (e.isUniqueViolation()) {
        throw new BarStore.StraightCopyLost(e);
      }
      throw e;
    }
  }
}
