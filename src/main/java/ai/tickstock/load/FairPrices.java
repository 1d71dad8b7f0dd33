package ai.tickstock.load;

import ai.tickstock.bars.FairValues;
import ai.tickstock.database.Database;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.SnapshotRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fair market values in a vendor's snapshot, those of one session. The vendor keeps none of the
/// past.
public final class FairPrices {
  private FairPrices() {}

  /// @param receivedAt counts where the vendor says no time
  public static Map<Symbol, FairValues.Value> of(
      List<SnapshotRow> rows, LocalDate session, Instant receivedAt) {
    var values = new HashMap<Symbol, FairValues.Value>();
    for (var row : rows) {
      row.fmv()
          .ifPresent(fair -> {
            var at = fair.at().or(row::updatedAt).orElse(receivedAt);
            if (Bar.dateOf(at).equals(session) && fair.price() > 0) {
              values.put(row.symbol(), new FairValues.Value(fair.price(), at));
            }
          });
    }
    return values;
  }

  /// The same by instrument; what nobody holds on the session's date is left out.
  public static Map<InstrumentId, FairValues.Value> byInstrument(
      Database database, LocalDate session, Map<Symbol, FairValues.Value> values) {
    var byInstrument = new HashMap<InstrumentId, FairValues.Value>();
    Instruments.postgres(database)
        .at(values.keySet(), session)
        .forEach((symbol, instrument) ->
            Optional.ofNullable(values.get(symbol))
                .ifPresent(value -> byInstrument.put(instrument.id(), value)));
    return byInstrument;
  }
}
