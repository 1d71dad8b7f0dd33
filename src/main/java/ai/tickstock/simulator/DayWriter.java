package ai.tickstock.simulator;

import ai.tickstock.scenario.DayBar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntToLongFunction;
import tools.jackson.core.io.JsonStringEncoder;

/// Writes bars of days and of longer windows.
final class DayWriter extends BarWriter {
  static final DayWriter NONE = new DayWriter(List.of(), false, _ -> 0);

  private static final byte[] TICKER = named("T");
  private static final byte[] OTC = ",\"otc\":true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] QUOTE = {'"'};

  private final List<DayBar> bars;
  private final boolean named;
  private final IntToLongFunction time;

  /// @param named whether each bar says its ticker
  /// @param time the instant of the bar in each place, in milliseconds
  DayWriter(List<DayBar> bars, boolean named, IntToLongFunction time) {
    this.bars = bars;
    this.named = named;
    this.time = time;
  }

  @Override
  public int size() {
    return bars.size();
  }

  @Override
  void put(int row) {
    var bar = bars.get(row);
    if (named) {
      append(TICKER);
      append(QUOTE);
      append(JsonStringEncoder.getInstance().quoteAsUTF8(bar.ticker()));
      append(QUOTE);
    }
    if (!Double.isNaN(bar.volume())) {
      field(V, bar.volume());
    }
    if (!Double.isNaN(bar.vwap())) {
      field(VW, bar.vwap());
    }
    field(O, bar.open());
    field(C, bar.close());
    field(H, bar.high());
    field(L, bar.low());
    field(T, time.applyAsLong(row));
    if (bar.trades() >= 0) {
      field(N, bar.trades());
    }
    if (bar.otc()) {
      append(OTC);
    }
  }
}
