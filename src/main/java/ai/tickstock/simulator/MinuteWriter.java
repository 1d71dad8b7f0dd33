package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;

/// Writes minutes.
final class MinuteWriter extends BarWriter {
  private final MinuteRows rows;

  MinuteWriter(MinuteRows rows) {
    this.rows = rows;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  void put(int row) {
    if (!Double.isNaN(rows.volume(row))) {
      field(V, rows.volume(row));
    }
    if (!Double.isNaN(rows.vwap(row))) {
      field(VW, rows.vwap(row));
    }
    field(O, rows.open(row));
    field(C, rows.close(row));
    field(H, rows.high(row));
    field(L, rows.low(row));
    field(T, rows.startMillis(row));
    if (rows.trades(row) >= 0) {
      field(N, (long) rows.trades(row));
    }
  }
}
