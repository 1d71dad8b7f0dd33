package ai.tickstock.simulator;

import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import tools.jackson.core.JsonGenerator;

/// Writes bars. A page can hold 50,000 of them, so each is put straight into the bytes of the body,
/// without an object a number. For one thread.
abstract class BarWriter implements Rows {
  private static final double MILLIONTHS = 1_000_000;
  private static final double EXACT_BELOW = 1e9;
  private static final int BILLION = 1_000_000_000;

  /// Bytes of a row at most: the longest text of a price has some 340.
  private static final int LONGEST = 4096;

  static final byte[] V = named("v");
  static final byte[] VW = named("vw");
  static final byte[] O = named("o");
  static final byte[] C = named("c");
  static final byte[] H = named("h");
  static final byte[] L = named("l");
  static final byte[] T = named("t");
  static final byte[] N = named("n");

  /// What stands before the value of a field.
  static byte[] named(String name) {
    return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  /// The digits of the numbers below a hundred.
  private static final byte[] TENS = new byte[100];

  private static final byte[] ONES = new byte[100];

  static {
    for (int number = 0; number < 100; number++) {
      TENS[number] = (byte) ('0' + number / 10);
      ONES[number] = (byte) ('0' + number % 10);
    }
  }

  private byte[] text = {};
  private int length;

  /// Puts the fields of a row.
  abstract void put(int row);

  @Override
  public int bytes() {
    return 110;
  }

  @Override
  public void write(JsonGenerator json, int row) {
    throw new IllegalStateException("bars are written as an array");
  }

  @Override
  public void write(JsonGenerator json, Bytes body, int count, IntUnaryOperator order) {
    json.writeRawValue("");
    json.flush();
    writeArray(body, count, order);
  }

  /// Writes all of them in their order, where the generator stands.
  final void write(JsonGenerator json) {
    var array = new Bytes(1024 + size() * bytes());
    writeArray(array, size(), row -> row);
    json.writeRawValue(array.text());
  }

  private void writeArray(Bytes body, int count, IntUnaryOperator order) {
    for (int i = 0; i < count; i++) {
      text = body.room(LONGEST);
      int start = body.size();
      // The comma before the first field has the place of the bracket.
      length = start + 1;
      put(order.applyAsInt(i));
      text[start] = (byte) (i == 0 ? '[' : ',');
      text[start + 1] = '{';
      text[length++] = '}';
      body.grow(length - start);
    }
    body.write(']');
  }

  final void field(byte[] name, double value) {
    append(name);
    number(value);
  }

  final void field(byte[] name, long value) {
    append(name);
    append(value);
  }

  /// As it is.
  final void append(byte[] more) {
    System.arraycopy(more, 0, text, length, more.length);
    length += more.length;
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
      text[length] = (byte) ('0' + rest / 100_000_000);
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
      text[length] = (byte) ('0' + left);
    }
    length += digits;
  }

  private void pair(int place, int number) {
    text[place] = TENS[number];
    text[place + 1] = ONES[number];
  }

  private void append(String more) {
    append(more.getBytes(StandardCharsets.US_ASCII));
  }
}
