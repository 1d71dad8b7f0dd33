package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.MinuteRows;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// Minute bars of one instrument that passed the checks and are to be stored together. Immutable;
/// made by [MinuteChecks].
public final class MinuteBatch {
  private final InstrumentId instrument;
  private final DateRange range;
  private final MinuteRows rows;
  private final byte[] suspicions;
  private final List<MinuteSession> sessions;
  private final Set<LocalDate> provisional;

  /// @param suspicions bits of each row
  MinuteBatch(
      InstrumentId instrument,
      DateRange range,
      MinuteRows rows,
      byte[] suspicions,
      List<MinuteSession> sessions,
      Set<LocalDate> provisional) {
    this.instrument = instrument;
    this.range = range;
    this.rows = rows;
    this.suspicions = suspicions;
    this.sessions = List.copyOf(sessions);
    this.provisional = Set.copyOf(provisional);
  }

  public InstrumentId instrument() {
    return instrument;
  }

  /// What was asked for; every bar lies in it.
  public DateRange range() {
    return range;
  }

  /// Ascending, each start once.
  public MinuteRows rows() {
    return rows;
  }

  /// What is odd about a row: bits of [Suspicion].
  int suspicions(int row) {
    return suspicions[row];
  }

  /// The same, after rows of its sessions that could not even be read.
  ///
  /// @param rows how many a session
  public MinuteBatch alsoRefused(int rows) {
    return new MinuteBatch(
        instrument,
        range,
        this.rows,
        suspicions,
        sessions.stream().map(session -> session.alsoRefused(rows)).toList(),
        provisional);
  }

  /// What the rows amount to, ascending; every row lies in one of them.
  public List<MinuteSession> sessions() {
    return sessions;
  }

  /// Sessions whose values were not final yet.
  Set<LocalDate> provisional() {
    return provisional;
  }

  @Override
  public String toString() {
    return instrument + " " + range + " " + rows;
  }
}
