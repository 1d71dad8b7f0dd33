package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The bars of several batches on their way into a table whose key is instrument and session, in
/// the order of that key. Points at the rows, copies none.
final class CellRows {
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private final List<BarBatch> batches;

  /// Instrument in the upper half, session in the lower.
  private final long[] keys;

  /// Batch in the upper half, row in the lower.
  private final long[] places;

  private CellRows(List<BarBatch> batches, long[] keys, long[] places) {
    this.batches = batches;
    this.keys = keys;
    this.places = places;
  }

  /// @throws IllegalArgumentException if a key comes twice
  static CellRows ascending(List<BarBatch> batches) {
    int size = batches.stream().mapToInt(BarBatch::size).sum();
    var keys = new long[size];
    var places = new long[size];
    var ends = new int[batches.size()];
    int at = 0;
    for (int b = 0; b < batches.size(); b++) {
      var batch = batches.get(b);
      for (int row = 0; row < batch.size(); row++) {
        keys[at] = key(batch.instrument(row), batch.session(row));
        places[at] = (long) b << 32 | row;
        at++;
      }
      ends[b] = at;
    }
    var rows = merged(batches, keys, places, ends);
    rows.requireEachKeyOnce();
    return rows;
  }

  /// Days before 1970 are negative; with their sign turned they come first.
  private static long key(int instrument, int session) {
    return (long) instrument << 32 | (session ^ Integer.MIN_VALUE) & LOW_HALF;
  }

  /// Each batch is ascending: neighbours are merged until one run is left.
  private static CellRows merged(List<BarBatch> batches, long[] keys, long[] places, int[] ends) {
    var toKeys = new long[keys.length];
    var toPlaces = new long[keys.length];
    while (ends.length > 1) {
      var mergedEnds = new int[(ends.length + 1) / 2];
      int first = 0;
      for (int run = 0; run < ends.length; run += 2) {
        int middle = ends[run];
        int end = run + 1 < ends.length ? ends[run + 1] : middle;
        int left = first;
        int right = middle;
        for (int at = first; at < end; at++) {
          boolean takeLeft = right == end || left < middle && keys[left] <= keys[right];
          int from = takeLeft ? left++ : right++;
          toKeys[at] = keys[from];
          toPlaces[at] = places[from];
        }
        mergedEnds[run / 2] = end;
        first = end;
      }
      var spareKeys = keys;
      keys = toKeys;
      toKeys = spareKeys;
      var sparePlaces = places;
      places = toPlaces;
      toPlaces = sparePlaces;
      ends = mergedEnds;
    }
    return new CellRows(batches, keys, places);
  }

  private void requireEachKeyOnce() {
    for (int i = 1; i < keys.length; i++) {
      if (keys[i - 1] == keys[i]) {
        throw new IllegalArgumentException(
            "two bars of "
                + new InstrumentId((int) (keys[i] >>> 32))
                + " on "
                + LocalDate.ofEpochDay((int) keys[i] ^ Integer.MIN_VALUE)
                + " in one write");
      }
    }
  }

  /// Which rows: those of an instrument in a batch.
  interface Choice {
    /// @param batch its place in the list
    boolean takes(int batch, int instrument);
  }

  /// Those rows that are chosen, in the same order.
  CellRows only(Choice choice) {
    var chosen =
        IntStream.range(0, size())
            .filter(i -> choice.takes((int) (places[i] >>> 32), (int) (keys[i] >>> 32)))
            .toArray();
    return new CellRows(
        batches,
        IntStream.of(chosen).mapToLong(i -> keys[i]).toArray(),
        IntStream.of(chosen).mapToLong(i -> places[i]).toArray());
  }

  int size() {
    return keys.length;
  }

  /// The instruments, ascending, each once.
  int[] instruments() {
    var instruments = new int[keys.length];
    int count = 0;
    for (long key : keys) {
      int instrument = (int) (key >>> 32);
      if (count == 0 || instruments[count - 1] != instrument) {
        instruments[count++] = instrument;
      }
    }
    return Arrays.copyOf(instruments, count);
  }

  /// instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id,
  /// source, suspicions, provisional
  void writeRaw(BinaryCopy copy, WriteStamp stamp) {
    var same = new byte[0];
    int sameSuspicions = -1;
    boolean sameProvisional = false;
    for (long place : places) {
      var batch = batches.get((int) (place >>> 32));
      int row = (int) place;
      copy.row(14);
      writePricesAndVolume(copy, batch, row);
      copy.float8OrNothing(batch.vwap(row));
      if (batch.trades(row) >= 0) {
        copy.int8(batch.trades(row));
      } else {
        copy.nothing();
      }
      int suspicions = batch.suspicions(row);
      boolean provisional = batch.isProvisional(row);
      if (suspicions == sameSuspicions && provisional == sameProvisional) {
        copy.again(same);
      } else {
        int end = copy.next();
        writeStamp(copy, stamp, batch, row);
        copy.bool(provisional);
        same = copy.since(end);
        sameSuspicions = suspicions;
        sameProvisional = provisional;
      }
    }
  }

  /// instrument_id, session, open, high, low, close, volume, known_from, run_id, source, suspicions
  void writeAdjusted(BinaryCopy copy, WriteStamp stamp) {
    for (long place : places) {
      var batch = batches.get((int) (place >>> 32));
      int row = (int) place;
      copy.row(11);
      writePricesAndVolume(copy, batch, row);
      writeStamp(copy, stamp, batch, row);
    }
  }

  private static void writePricesAndVolume(BinaryCopy copy, BarBatch batch, int row) {
    copy.int4(batch.instrument(row)).day(batch.session(row));
    copy.float8(batch.open(row)).float8(batch.high(row));
    copy.float8(batch.low(row)).float8(batch.close(row));
    copy.float8OrNothing(batch.volume(row));
  }

  private static void writeStamp(BinaryCopy copy, WriteStamp stamp, BarBatch batch, int row) {
    copy.micros(stamp.knownFromMicros()).int4(stamp.runId());
    copy.int2(stamp.source(batch.isProvisional(row))).int2(batch.suspicions(row));
  }
}
