package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import tools.jackson.core.JsonGenerator;

/// Writes minutes as bars. A page can hold 50,000 of them, so each is put together in one piece
/// without an object a number. For one thread.
final class MinuteWriter implements Rows {
  private static final double MILLIONTHS = 1_000_000;
  private static final double EXACT_BELOW = 1e9;
  private static final int BILLION = 1_000_000_000;

  private static final char[] V = named("v");
  private static final char[] VW = named("vw");
  private static final char[] O = named("o");
  private static final char[] C = named("c");
  private static final char[] H = named("h");
  private static final char[] L = named("l");
  private static final char[] T = named("t");
  private static final char[] N = named("n");

  private static char[] named(String name) {
    return (",\"" + name + "\":").toCharArray();
  }

  /// The digits of the numbers below a hundred.
  private static final char[] TENS = new char[100];

  private static final char[] ONES = new char[100];

  static {
    for (int number = 0; number < 100; number++) {
      TENS[number] = (char) ('0' + number / 10);
      ONES[number] = (char) ('0' + number % 10);
    }
  }

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
      field(V, rows.volume(row));
    }
    if (!Double.isNaN(rows.vwap(row))) {
      field(VW, rows.vwap(row));
    }
    field(O, rows.open(row));
    field(C, rows.close(row));
    field(H, rows.high(row));
    field(L, rows.low(row));
    name(T);
    append(rows.startMillis(row));
    if (rows.trades(row) >= 0) {
      name(N);
      append(rows.trades(row));
    }
    text[0] = '{';
    text[length++] = '}';
    json.writeRawValue(text, 0, length);
  }

  private void name(char[] name) {
    System.arraycopy(name, 0, text, length, name.length);
    length += name.length;
  }

  private void field(char[] name, double value) {
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

  /// Six digits without the zeros at their end.
  private void decimals(int millionths) {
    if (millionths == 0) {
      return;
    }
    text[length] = '.';
    pair(length + 1, millionths / 10_000);
    pair(length + 3, millionths / 100 % 100);
    pair(length + 5, millionths % 100);
    length += 7;
    while (text[length - 1] == '0') {
      length--;
    }
  }

  private void append(long number) {
    if (number < 0) {
      append(String.valueOf(number));
    } else if (number < BILLION) {
      append((int) number);
    } else {
      append(number / BILLION);
      int rest = (int) (number % BILLION);
      text[length] = (char) ('0' + rest / 100_000_000);
      pair(length + 1, rest / 1_000_000 % 100);
      pair(length + 3, rest / 10_000 % 100);
      pair(length + 5, rest / 100 % 100);
      pair(length + 7, rest % 100);
      length += 9;
    }
  }

  /// Less than a billion.
  private void append(int number) {
    int digits = 1;
    for (int limit = 10; digits < 9 && number >= limit; limit *= 10) {
      digits++;
    }
    int left = number;
    int place = length + digits;
    while (place - length >= 2) {
      place -= 2;
      pair(place, left % 100);
      left /= 100;
    }
    if (place > length) {
      text[length] = (char) ('0' + left);
    }
    length += digits;
  }

  private void pair(int place, int number) {
    text[place] = TENS[number];
    text[place + 1] = ONES[number];
  }

  private void append(String more) {
    more.getChars(0, more.length(), text, length);
    length += more.length();
  }
}
