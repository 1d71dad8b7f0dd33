package ai.tickstock.provider.massive;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One bar as the vendor writes nearly all of them: an object without blanks that has all four
/// prices and a stamp, no field but those we know, and every number positive or zero. Read at a
/// fraction of what the JSON library costs. A row that is written in any other way is left to the
/// library, so that nothing is decided here about what is odd. For one thread.
final class PlainBar {
  /// No such row is longer, unless it repeats its fields.
  static final int LONGEST = 512;

  /// How far beyond the place of a 0 the text may be looked at.
  static final int BEYOND = 8;

  /// Stands for the one name of two letters; no byte is so.
  private static final int VW = 256;

  private static final int LONGEST_NUMBER = 40;
  private static final int LONGEST_TICKER = 20;
  private static final long EXACT = 1L << 53;

  /// Powers of ten that a double holds exactly.
  private static final double[] POWERS = new double[23];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private byte[] text = {};
  private int at;
  private @Nullable String ticker;
  private double stamp;
  private double open;
  private double high;
  private double low;
  private double close;
  private double volume;
  private double vwap;
  private double trades;

  /// Reads a row.
  ///
  /// @param from where its `{` should be
  /// @param text a 0 ends what is known of it, and more bytes than [#BEYOND] follow that
  /// @return whether the row is written so; if not, nothing else here means anything
  boolean read(byte[] text, int from) {
    this.text = text;
    at = from;
    forget();
    if (text[at] != '{') {
      return false;
    }
    do {
      at++;
      if (!field()) {
        return false;
      }
    } while (text[at] == ',');
    return text[at++] == '}' && isComplete();
  }

  private void forget() {
    ticker = null;
    stamp = Double.NaN;
    open = Double.NaN;
    high = Double.NaN;
    low = Double.NaN;
    close = Double.NaN;
    volume = Double.NaN;
    vwap = Double.NaN;
    trades = Double.NaN;
  }

  private boolean isComplete() {
    return !Double.isNaN(open + high + low + close)
        && stamp >= BarReader.FIRST_STAMP
        && stamp <= BarReader.LAST_STAMP
        && (Double.isNaN(trades) || trades <= Integer.MAX_VALUE);
  }

  private boolean field() {
    if (text[at] != '"') {
      return false;
    }
    int name = text[at + 1];
    at += 2;
    if (name == 'v' && text[at] == 'w') {
      name = VW;
      at++;
    }
    if (text[at] != '"' || text[at + 1] != ':') {
      return false;
    }
    at += 2;
    if (name == 'T') {
      return isTicker();
    }
    double number = number();
    switch (name) {
      case 't' -> {
        stamp = number;
        return isWhole(number);
      }
      case 'n' -> {
        trades = number;
        return isWhole(number);
      }
      case 'o' -> open = number;
      case 'h' -> high = number;
      case 'l' -> low = number;
      case 'c' -> close = number;
      case 'v' -> volume = number;
      case VW -> vwap = number;
      default -> {
        return false;
      }
    }
    return !Double.isNaN(number);
  }

  private static boolean isWhole(double number) {
    return number <= EXACT && number == Math.rint(number);
  }

  private boolean isTicker() {
    if (text[at] != '"') {
      return false;
    }
    int from = ++at;
    while (text[at] > ' ' && text[at] != '"' && text[at] != '\\') {
      at++;
    }
    if (text[at] != '"' || at == from || at - from > LONGEST_TICKER) {
      return false;
    }
    ticker = new String(text, from, at - from, StandardCharsets.US_ASCII);
    at++;
    return true;
  }

  /// The nearest double; NaN where there is no JSON number, or one that is negative or too large.
  private double number() {
    int from = at;
    int place = from;
    long digits = 0;
    int digit = text[place] - '0';
    while (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      digit = text[++place] - '0';
    }
    int count = place - from;
    if (count == 0 || count > 1 && text[from] == '0') {
      return Double.NaN;
    }
    int power = 0;
    if (text[place] == '.') {
      int point = place;
      digit = text[++place] - '0';
      while (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        digit = text[++place] - '0';
      }
      power = point + 1 - place;
      if (power == 0) {
        return Double.NaN;
      }
      count -= power;
    }
    at = place;
    if ((text[place] | ' ') == 'e') {
      int exponent = exponent();
      if (exponent == Integer.MIN_VALUE) {
        return Double.NaN;
      }
      power += exponent;
    }
    if (count <= 18 && digits < EXACT && power >= -22 && power <= 22) {
      // Both numbers are exact doubles, so that one operation rounds once: the nearest double.
      return power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
    }
    return slowly(from);
  }

  /// The exponent from its `e` on; the least integer where it is none, or one of four digits.
  private int exponent() {
    at++;
    boolean negative = text[at] == '-';
    if (negative || text[at] == '+') {
      at++;
    }
    int from = at;
    int exponent = 0;
    for (int digit = text[at] - '0'; digit >= 0 && digit <= 9; digit = text[++at] - '0') {
      exponent = exponent * 10 + digit;
    }
    if (at == from || at - from > 3) {
      return Integer.MIN_VALUE;
    }
    return negative ? -exponent : exponent;
  }

  private double slowly(int from) {
    if (at - from > LONGEST_NUMBER) {
      return Double.NaN;
    }
    double value = Double.parseDouble(new String(text, from, at - from, StandardCharsets.US_ASCII));
    return Double.isFinite(value) ? value : Double.NaN;
  }

  /// The place after the row.
  int end() {
    return at;
  }

  /// Null where there is none.
  @Nullable String ticker() {
    return ticker;
  }

  /// Milliseconds since 1970, in years in which a bar can be.
  long stamp() {
    return (long) stamp;
  }

  double open() {
    return open;
  }

  double high() {
    return high;
  }

  double low() {
    return low;
  }

  double close() {
    return close;
  }

  /// NaN where absent, as is the vwap.
  double volume() {
    return volume;
  }

  double vwap() {
    return vwap;
  }

  /// Negative where absent.
  int trades() {
    return Double.isNaN(trades) ? -1 : (int) trades;
  }
}
