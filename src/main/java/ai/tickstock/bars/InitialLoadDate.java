package ai.tickstock.bars;

import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/// The date on which the first bar of an instrument was stored. `instrument` is a table of package
/// listing; this one column is written here on purpose: it must commit together with the bar.
final class InitialLoadDate {
  private static final String SET =
      """
      WITH due AS (
        SELECT id
        FROM instrument
        WHERE id = ANY (CAST(:instruments AS integer[])) AND initial_load_date IS NULL
        ORDER BY id
        FOR NO KEY UPDATE)
      UPDATE instrument i
      SET initial_load_date = CAST(now() AT TIME ZONE 'America/New_York' AS date)
      FROM due
      WHERE i.id = due.id\
      """;

  private InitialLoadDate() {}

  /// Sets it where there is none yet.
  static void set(Handle transaction, int[] instruments) {
    transaction
        .createUpdate(SET)
        .bindArray("instruments", Integer.class, IntStream.of(instruments).boxed().toList())
        .execute();
  }
}
