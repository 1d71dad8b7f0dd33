package ai.tickstock.jobs;

import ai.tickstock.bars.InstrumentRows;
import ai.tickstock.database.Database;
import ai.tickstock.database.RowSnapshot;
import ai.tickstock.listing.InstrumentFollower;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.universe.Universes;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// What goes along when two instruments are joined or one is parted: bars, their coverage, and for
/// who disappears its memberships.
public final class BarsAndMemberships implements InstrumentFollower {
  private final Universes universes;

  public BarsAndMemberships(Database database) {
    universes = Universes.postgres(database);
  }

  @Override
  public Optional<DateRange> sessions(Handle transaction, InstrumentId instrument) {
    return InstrumentRows.sessions(transaction, instrument);
  }

  @Override
  public long move(Handle transaction, InstrumentId from, InstrumentId to, LocalDate since) {
    universes.move(transaction, from, to, since);
    return InstrumentRows.move(transaction, from, to, since);
  }

  /// Why memberships end.
  static String wasDelisted(LocalDate on) {
    return " was delisted on " + on;
  }

  @Override
  public void delistingUndone(
      Handle transaction, InstrumentId instrument, LocalDate delistedOn, String because) {
    universes.reopen(transaction, instrument, wasDelisted(delistedOn), because);
  }

  @Override
  public List<RowSnapshot> snapshots() {
    return Stream.of(InstrumentRows.SNAPSHOTS, List.of(Universes.MEMBERSHIPS))
        .flatMap(List::stream)
        .toList();
  }
}
