package ai.tickstock.bars;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What came of comparing minutes that applications had inserted while the session ran with the
/// final ones. Sessions without a live minute are not in it.
///
/// @param confirmed live minutes that the final one equals in prices and whole shares
/// @param corrected live minutes that the final one replaced
/// @param added final minutes of such a session that no live one stood for
/// @param withdrawn live minutes for which there is no final one
public record LiveCheck(int confirmed, int corrected, int added, int withdrawn) {
  public static final LiveCheck NONE = new LiveCheck(0, 0, 0, 0);

  public LiveCheck plus(LiveCheck other) {
    return new LiveCheck(
        confirmed + other.confirmed,
        corrected + other.corrected,
        added + other.added,
        withdrawn + other.withdrawn);
  }

  public boolean isNothing() {
    return equals(NONE);
  }

  /// Compares one session's final rows with what is stored of it.
  ///
  /// @param stored before the final rows are
  static LiveCheck of(MinuteBatch batch, MinuteSession session, List<StoredBar> stored) {
    Map<Long, StoredBar> live = new HashMap<>();
    var known = new HashSet<Long>();
    for (var bar : stored) {
      long start = bar.bar().start().toEpochMilli();
      known.add(start);
      if (bar.provisional() && bar.source() == BarSource.REALTIME) {
        live.put(start, bar);
      }
    }
    int confirmed = 0;
    int corrected = 0;
    int added = 0;
    var rows = batch.rows();
    for (int row = 0; row < rows.size(); row++) {
      long start = rows.startMillis(row);
      if (start < session.firstStart().toEpochMilli()
          || start > session.lastStart().toEpochMilli()) {
        continue;
      }
      var bar = live.remove(start);
      if (bar != null && isSame(bar, batch, row)) {
        confirmed++;
      } else if (bar != null) {
        corrected++;
      } else if (!known.contains(start)) {
        added++;
      }
    }
    return new LiveCheck(confirmed, corrected, added, live.size());
  }

  /// Applications insert whole shares, the vendor's volumes have fractions.
  private static boolean isSame(StoredBar live, MinuteBatch batch, int row) {
    var rows = batch.rows();
    var bar = live.bar();
    return bar.open() == rows.open(row)
        && bar.high() == rows.high(row)
        && bar.low() == rows.low(row)
        && bar.close() == rows.close(row)
        && (Double.isNaN(rows.volume(row))
            || Math.abs(bar.volume().orElse(Double.NaN) - rows.volume(row)) < 1);
  }
}
