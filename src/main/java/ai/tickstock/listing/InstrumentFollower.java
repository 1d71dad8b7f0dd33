package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// What hangs on instruments outside of the lists (bars, coverage, memberships) and moves along
/// when two are joined or one is parted.
public interface InstrumentFollower {
  /// The sessions from a date on that both have something of, ascending: those cannot be one
  /// series.
  List<LocalDate> shared(Handle transaction, InstrumentId from, InstrumentId to, LocalDate since);

  /// Moves what is dated from that day on.
  ///
  /// @return bars that were moved
  long move(Handle transaction, InstrumentId from, InstrumentId to, LocalDate since);
}
