package ai.tickstock.listing;

import ai.tickstock.provider.ListingRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which row of a list is about which instrument that we know.
final class Claims {
  private final Map<ListingRow, WorkingInstrument> byRow = new HashMap<>();

  Optional<WorkingInstrument> of(ListingRow row) {
    return Optional.ofNullable(byRow.get(row));
  }

  void add(ListingRow row, WorkingInstrument instrument) {
    byRow.put(row, instrument);
    instrument.confirmed = true;
  }

  void remove(ListingRow row) {
    var instrument = byRow.remove(row);
    if (instrument != null) {
      instrument.confirmed = false;
    }
  }
}
