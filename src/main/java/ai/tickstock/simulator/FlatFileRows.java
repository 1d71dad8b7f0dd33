package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Market;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Writes the rows of a flat file: raw bars, tickers that trade on exchanges, grouped by ticker.
/// Never holds more than the session's days and one ticker's minutes.
///
/// @param truth says which tickers there are
/// @param market says what their bars are
/// @param backwards whether the tickers stand in descending order
/// @param left tickers that the file has
/// @param tripled tickers whose rows stand there three times
/// @param daysOn how many days the starts of the windows are off
record FlatFileRows(
    Market truth,
    Market market,
    FlatFileName name,
    boolean backwards,
    Predicate<String> left,
    Predicate<String> tripled,
    int daysOn) {
  private static final String HEAD =
      "ticker,volume,open,close,high,low,window_start,transactions\n";
  private static final LocalDate FRACTIONS_FROM = LocalDate.of(2026, 2, 23);

  /// Milliseconds are written, nanoseconds are meant.
  private static final byte[] NANOS = "000000,".getBytes(StandardCharsets.US_ASCII);

  private static final int FULL = 48 * 1024;
  private static final int LONGEST_ROW = 512;

  void write(OutputStream out) throws IOException {
    out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
    var text = new RowText(FULL + LONGEST_ROW);
    var order = Comparator.comparing(DayBar::ticker);
    var source = name.kind() == FlatFileKind.DAYS ? market : truth;
    var bars =
        source.session(name.session()).stream()
            .filter(bar -> !bar.otc() && left.test(bar.ticker()))
            .sorted(backwards ? order.reversed() : order)
            .toList();
    for (var bar : bars) {
      for (int time = tripled.test(bar.ticker()) ? 3 : 1; time > 0; time--) {
        writeRows(bar, text, out);
      }
    }
    flush(text, out);
  }

  private void writeRows(DayBar bar, RowText text, OutputStream out) throws IOException {
    var ticker = bar.ticker().getBytes(StandardCharsets.UTF_8);
    if (name.kind() == FlatFileKind.DAYS) {
      roomFor(text, out);
      long start = Bar.startOfSession(name.session().plusDays(daysOn)).toEpochMilli();
      text.append(ticker);
      volume(text, bar.volume());
      prices(text, bar.open(), bar.close(), bar.high(), bar.low());
      end(text, start, bar.trades());
      return;
    }
    var minutes = market.minutes(bar.ticker(), name.session());
    for (int row = 0; row < minutes.size(); row++) {
      roomFor(text, out);
      text.append(ticker);
      volume(text, minutes.volume(row));
      prices(text, minutes.open(row), minutes.close(row), minutes.high(row), minutes.low(row));
      end(text, minutes.startMillis(row) + TimeUnit.DAYS.toMillis(daysOn), minutes.trades(row));
    }
  }

  private void volume(RowText text, double volume) {
    text.append(',');
    if (!Double.isNaN(volume)) {
      text.shares(name.session().isBefore(FRACTIONS_FROM) ? Math.rint(volume) : volume);
    }
    text.append(',');
  }

  private static void prices(RowText text, double open, double close, double high, double low) {
    text.number(open);
    text.append(',');
    text.number(close);
    text.append(',');
    text.number(high);
    text.append(',');
    text.number(low);
    text.append(',');
  }

  private static void end(RowText text, long startMillis, long trades) {
    text.append(startMillis);
    text.append(NANOS);
    if (trades >= 0) {
      text.append(trades);
    }
    text.append('\n');
  }

  private static void roomFor(RowText text, OutputStream out) throws IOException {
    if (text.length() > FULL) {
      flush(text, out);
    }
  }

  private static void flush(RowText text, OutputStream out) throws IOException {
    text.writeTo(out);
    text.clear();
  }
}
