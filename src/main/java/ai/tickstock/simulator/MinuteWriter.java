package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import tools.jackson.core.JsonGenerator;

/// Writes minutes as bars. A page can hold 50,000 of them, so each is put together in one piece
/// without an object a number. For one thread.
final class MinuteWriter implements Rows {
  private static final double MILLIONTHS = 1_000_000;
  private static final double EXACT_BELOW = 1e9;

  private final MinuteRows rows;
  private char[] text = new char[512];
  private int length;

  MinuteWriter(MinuteRows rows) {
    this.rows = rows;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public void write(JsonGenerator json, int row) {
    length = 0;
    if (!Double.isNaN(rows.volume(row))) {
      field("v", rows.volume(row));
    }
    if (!Double.isNaN(rows.vwap(row))) {
      field("vw", rows.vwap(row));
    }
    field("o", rows.open(row));
    field("c", rows.close(row));
    field("h", rows.high(row));
    field("l", rows.low(row));
    name("t");
    append(rows.startMillis(row));
    if (rows.trades(row) >= 0) {
      name("n");
      append(rows.trades(row));
    }
    text[0] = '{';
    append("}");
    json.writeRawValue(text, 0, length);
  }

  private void name(String name) {
    append(",\"");
    append(name);
    append("\":");
  }

  private void field(String name, double value) {
    name(name);
    number(value);
  }

  /// Up to six decimals by whole numbers, which is the shortest text of such a value; others the
  /// slow way.
  private void number(double value) {
    double millionths = Math.rint(value * MILLIONTHS);
    if (value >= 0 && value < EXACT_BELOW && millionths / MILLIONTHS == value) {
      long all = (long) millionths;
      append(all / 1_000_000);
      decimals((int) (all % 1_000_000));
    } else {
      append(Json.text(value));
    }
  }

  private void decimals(int millionths) {
    int rest = millionths;
    if (rest > 0) {
      text[length++] = '.';
    }
    for (int unit = 100_000; rest > 0; unit /= 10) {
      text[length++] = (char) ('0' + rest / unit);
      rest %= unit;
    }
  }

  private void append(long number) {
    if (number < 0) {
      append(String.valueOf(number));
      return;
    }
    int digits = 1;
    for (long left = number; left >= 10; left /= 10) {
      digits++;
    }
    long left = number;
    for (int place = length + digits - 1; place >= length; place--) {
      text[place] = (char) ('0' + left % 10);
      left /= 10;
    }
    length += digits;
  }

  private void append(String more) {
    more.getChars(0, more.length(), text, length);
    length += more.length();
  }
}
