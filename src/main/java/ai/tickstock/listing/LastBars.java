package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// When instruments last traded, as stored bars say: who still trades has not been delisted,
/// whatever a list leaves out.
@FunctionalInterface
public interface LastBars {
  LastBars UNKNOWN = (_, _) -> Map.of();

  /// The session of the last daily bar; instruments without one are missing.
  Map<InstrumentId, LocalDate> of(Handle transaction, Collection<InstrumentId> instruments);
}
