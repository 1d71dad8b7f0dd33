package ai.tickstock.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Rows put together in one piece without an object a number, as the bytes that go over a wire. For
/// one thread; the room is for the caller to see to.
final class RowText {
  private static final double MILLIONTHS = 1_000_000;
  private static final double EXACT_BELOW = 1e9;
  private static final int BILLION = 1_000_000_000;

  /// The digits of the numbers below a hundred.
  private static final byte[] TENS = new byte[100];

  private static final byte[] ONES = new byte[100];

  static {
    for (int number = 0; number < 100; number++) {
      TENS[number] = (byte) ('0' + number / 10);
      ONES[number] = (byte) ('0' + number % 10);
    }
  }

  private byte[] text;
  private int length;

  /// @param room bytes that it can hold
  RowText(int room) {
    text = new byte[room];
  }

  /// Goes on in another array.
  ///
  /// @param from the place of the next byte
  void goOn(byte[] room, int from) {
    text = room;
    length = from;
  }

  void clear() {
    length = 0;
  }

  /// The place of the next byte.
  int length() {
    return length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(text, 0, length);
  }

  void append(char ascii) {
    text[length++] = (byte) ascii;
  }

  /// As they are.
  void append(byte[] more) {
    System.arraycopy(more, 0, text, length, more.length);
    length += more.length;
  }

  /// Up to six decimals by whole numbers, which is the shortest text of such a value; others the
  /// slow way.
  void number(double value) {
    double millionths = Math.rint(value * MILLIONTHS);
    if (value >= 0 && value < EXACT_BELOW && millionths / MILLIONTHS == value) {
      long all = (long) millionths;
      append(all / 1_000_000);
      decimals((int) (all % 1_000_000));
    } else {
      append(Json.text(value));
    }
  }

  /// As `number`, with all six decimals unless it is whole.
  void shares(double value) {
    double whole = Math.floor(value);
    if (whole == value || value < 0 || value >= EXACT_BELOW) {
      number(value);
      return;
    }
    long all = Math.round(value * MILLIONTHS);
    append(all / 1_000_000);
    sixDecimals((int) (all % 1_000_000));
  }

  /// Six digits without the zeros at their end.
  private void decimals(int millionths) {
    if (millionths == 0) {
      return;
    }
    sixDecimals(millionths);
    while (text[length - 1] == '0') {
      length--;
    }
  }

  private void sixDecimals(int millionths) {
    text[length] = '.';
    pair(length + 1, millionths / 10_000);
    pair(length + 3, millionths / 100 % 100);
    pair(length + 5, millionths % 100);
    length += 7;
  }

  void append(long number) {
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

  private void append(String ascii) {
    append(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
