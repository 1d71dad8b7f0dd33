package ai.tickstock.bars;

import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// What a run changed of the daily bars of one session.
///
/// @param written bars that are of the run now: new ones, provisional ones that became final, and
///   final ones that were superseded
/// @param revised the superseded ones, the largest move of the close first
public record SessionChanges(int written, List<Revised> revised) {
  private static final double CLOSE = 0.001;
  private static final double VOLUME = 0.01;

  private static final String OF_RUN =
      """
      SELECT b.instrument_id, b.close, coalesce(b.volume, 0) AS volume,
             r.close AS close_before, coalesce(r.volume, 0) AS volume_before
      FROM unnest(:ids) AS asked (id)
      JOIN bar_daily b ON b.instrument_id = asked.id AND b.session = :session AND b.run_id = :run
      LEFT JOIN bar_revision r
        ON r.instrument_id = b.instrument_id AND r.session = b.session AND r.known_until = b.known_from
      """;

  private static final String PROVISIONAL =
      """
      SELECT count(*)
      FROM unnest(:ids) AS asked (id)
      JOIN bar_daily b ON b.instrument_id = asked.id AND b.session = :session
      WHERE b.provisional
      """;

  public SessionChanges {
    revised = List.copyOf(revised);
  }

  /// A final bar and the one that it superseded.
  public record Revised(
      InstrumentId instrument,
      double close,
      double volume,
      double closeBefore,
      double volumeBefore) {
    /// Whether the close moved by more than a thousandth, or the volume by more than a hundredth.
    public boolean isMaterial() {
      return closeMove() > CLOSE || Math.abs(volume - volumeBefore) > VOLUME * volumeBefore;
    }

    double closeMove() {
      return Math.abs(close / closeBefore - 1);
    }
  }

  private record Row(Revised revised, boolean superseded) {}

  /// @param instruments whose bars are looked at
  public static SessionChanges of(
      Handle handle, Collection<InstrumentId> instruments, LocalDate session, int runId) {
    var rows =
        handle
            .createQuery(OF_RUN)
            .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
            .bind("session", session)
            .bind("run", runId)
            .map((row, context) -> {
              double before = row.getDouble("close_before");
              boolean superseded = !row.wasNull();
              return new Row(
                  new Revised(
                      new InstrumentId(row.getInt("instrument_id")),
                      row.getDouble("close"),
                      row.getDouble("volume"),
                      before,
                      row.getDouble("volume_before")),
                  superseded);
            })
            .list();
    return new SessionChanges(
        rows.size(),
        rows.stream()
            .filter(Row::superseded)
            .map(Row::revised)
            .sorted((a, b) -> Double.compare(b.closeMove(), a.closeMove()))
            .toList());
  }

  /// How many bars of a session are provisional.
  public static int provisional(
      Handle handle, Collection<InstrumentId> instruments, LocalDate session) {
    return handle
        .createQuery(PROVISIONAL)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("session", session)
        .mapTo(Integer.class)
        .one();
  }
}
