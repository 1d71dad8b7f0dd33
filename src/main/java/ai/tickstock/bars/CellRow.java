package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A bar on its way into a table whose key is instrument and session.
record CellRow(InstrumentId instrument, LocalDate session, CheckedBar checked) {
  private static final Comparator<CellRow> BY_KEY =
      Comparator.comparing(CellRow::instrument).thenComparing(CellRow::session);

  /// The rows of all batches, ascending by key.
  ///
  /// @throws IllegalArgumentException if a key comes twice
  static List<CellRow> ascending(List<BarBatch> batches) {
    var rows = new ArrayList<CellRow>(batches.stream().mapToInt(b -> b.bars().size()).sum());
    for (var batch : batches) {
      for (var checked : batch.bars()) {
        rows.add(new CellRow(batch.instrument(), checked.bar().session(), checked));
      }
    }
    rows.sort(BY_KEY);
    for (int i = 1; i < rows.size(); i++) {
      if (BY_KEY.compare(rows.get(i - 1), rows.get(i)) == 0) {
        throw new IllegalArgumentException(
            "two bars of "
                + rows.get(i).instrument
                + " on "
                + rows.get(i).session
                + " in one write");
      }
    }
    return rows;
  }

  /// instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id,
  /// source, suspicions, provisional
  void writeRaw(BinaryCopy copy, WriteStamp stamp) {
    copy.row(14);
    writePricesAndVolume(copy);
    var bar = checked.bar();
    if (bar.vwap().isPresent()) {
      copy.float8(bar.vwap().getAsDouble());
    } else {
      copy.nothing();
    }
    if (bar.trades().isPresent()) {
      copy.int8(bar.trades().getAsLong());
    } else {
      copy.nothing();
    }
    writeStamp(copy, stamp);
    copy.bool(checked.provisional());
  }

  /// instrument_id, session, open, high, low, close, volume, known_from, run_id, source, suspicions
  void writeAdjusted(BinaryCopy copy, WriteStamp stamp) {
    copy.row(11);
    writePricesAndVolume(copy);
    writeStamp(copy, stamp);
  }

  private void writePricesAndVolume(BinaryCopy copy) {
    var bar = checked.bar();
    copy.int4(instrument.value()).date(session);
    copy.float8(bar.open()).float8(bar.high()).float8(bar.low()).float8(bar.close());
    copy.float8OrNothing(bar.volume().orElse(Double.NaN));
  }

  private void writeStamp(BinaryCopy copy, WriteStamp stamp) {
    copy.timestamptz(stamp.knownFrom()).int4(stamp.runId());
    copy.int2(stamp.source(checked.provisional())).int2(Suspicion.bits(checked.suspicions()));
  }
}
