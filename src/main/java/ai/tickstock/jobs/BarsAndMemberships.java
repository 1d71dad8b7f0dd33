package ai.tickstock.jobs;

import ai.tickstock.bars.InstrumentRows;
import ai.tickstock.database.Database;
import ai.tickstock.listing.InstrumentFollower;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.universe.Universes;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// What goes along when two instruments are joined or one is parted: bars, their coverage, and for
/// who disappears its memberships.
public final class BarsAndMemberships implements InstrumentFollower {
  private final Universes universes;

  public BarsAndMemberships(Database database) {
    universes = Universes.postgres(database);
  }

  @Override
  public List<LocalDate> shared(
      Handle transaction, InstrumentId from, InstrumentId to, LocalDate since) {
    return InstrumentRows.shared(transaction, from, to, since);
  }

  @Override
  public long move(Handle transaction, InstrumentId from, InstrumentId to, LocalDate since) {
    universes.move(transaction, from, to, since);
    return InstrumentRows.move(transaction, from, to, since);
  }
}
