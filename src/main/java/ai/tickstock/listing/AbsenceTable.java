package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `listing_absence` in one session's hands.
final class AbsenceTable {
  private static final String ALL =
      """
      SELECT instrument_id, last_named, first_absent, last_absent, nights, left_list, kept_because
      FROM listing_absence
      """;

  private static final String DELETE =
      "DELETE FROM listing_absence WHERE instrument_id = ANY(:ids)";

  private static final String STORE =
      """
      INSERT INTO listing_absence
        (instrument_id, last_named, first_absent, last_absent, nights, left_list, kept_because)
      VALUES (:id, :last_named, :first_absent, :last_absent, :nights, :left_list, :kept_because)
      ON CONFLICT (instrument_id) DO UPDATE SET
        last_named = excluded.last_named, first_absent = excluded.first_absent,
        last_absent = excluded.last_absent, nights = excluded.nights, left_list = excluded.left_list,
        kept_because = excluded.kept_because
      """;

  private AbsenceTable() {}

  static Map<InstrumentId, Absence> all(Handle h) {
    var all = new HashMap<InstrumentId, Absence>();
    h.createQuery(ALL)
        .map((row, context) ->
            Map.entry(
                new InstrumentId(row.getInt("instrument_id")),
                new Absence(
                    row.getObject("last_named", LocalDate.class),
                    row.getObject("first_absent", LocalDate.class),
                    row.getObject("last_absent", LocalDate.class),
                    row.getInt("nights"),
                    row.getBoolean("left_list"),
                    Optional.ofNullable(row.getString("kept_because")))))
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  static void delete(Handle transaction, Collection<InstrumentId> ids) {
    if (!ids.isEmpty()) {
      transaction
          .createUpdate(DELETE)
          .bindArray("ids", Integer.class, InstrumentTable.numbers(ids))
          .execute();
    }
  }

  static void store(Handle transaction, Map<InstrumentId, Absence> absences) {
    if (absences.isEmpty()) {
      return;
    }
    var batch = transaction.prepareBatch(STORE);
    absences.forEach((id, absence) ->
        batch
            .bind("id", id.value())
            .bind("last_named", absence.lastNamed())
            .bind("first_absent", absence.firstAbsent())
            .bind("last_absent", absence.lastAbsent())
            .bind("nights", absence.nights())
            .bind("left_list", absence.leftList())
            .bind("kept_because", absence.keptBecause().orElse(null))
            .add());
    batch.execute();
  }
}
