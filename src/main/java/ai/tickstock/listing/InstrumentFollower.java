package ai.tickstock.listing;

import ai.tickstock.database.RowSnapshot;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What hangs on instruments outside of the lists (bars, coverage, memberships) and moves along
/// when two are joined or one is parted.
public interface InstrumentFollower {
  /// The first and the last session of which it has a bar.
  Optional<DateRange> sessions(Handle transaction, InstrumentId instrument);

  /// Moves what is dated from that day on.
  ///
  /// @return bars that were moved
  long move(Handle transaction, InstrumentId from, InstrumentId to, LocalDate since);

  /// Gives an instrument that is listed still the memberships back that its delisting ended.
  void delistingUndone(
      Handle transaction, InstrumentId instrument, LocalDate delistedOn, String because);

  /// Tables of which a move cuts rows or drops some: what they hold is put back as it was where a
  /// decision is undone and they were not changed since.
  List<RowSnapshot> snapshots();
}
