package ai.tickstock.provider.flatfile;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// Plain decimal numbers in bytes: an optional minus, digits, optional fraction, optional exponent.
/// `NaN`, `Infinity`, hexadecimal, blanks and type suffixes, which Java's own parser takes, are no
/// numbers here.
final class DecimalText {
  private static final double[] POWERS = new double[23];
  private static final int LONGEST = 40;

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private DecimalText() {}

  /// The nearest double; NaN when the text is no number or too large for one.
  static double parse(byte[] text, int from, int to) {
    if (to - from > LONGEST) {
      return Double.NaN;
    }
    int at = from;
    boolean negative = at < to && text[at] == '-';
    if (negative) {
      at++;
    }
    long digits = 0;
    int significant = 0;
    int fraction = 0;
    int seen = 0;
    boolean point = false;
    for (; at < to; at++) {
      byte c = text[at];
      if (c >= '0' && c <= '9') {
        seen++;
        significant += significant > 0 || c != '0' ? 1 : 0;
        if (significant <= 15) {
          digits = digits * 10 + (c - '0');
        }
        fraction += point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (seen == 0) {
      return Double.NaN;
    }
    if (at < to) {
      return isExponent(text, at, to) ? slowly(text, from, to) : Double.NaN;
    }
    if (significant > 15 || fraction >= POWERS.length) {
      return slowly(text, from, to);
    }
    // Both numbers are exact doubles, so that one division rounds once: the nearest double.
    double value = digits / POWERS[fraction];
    return negative ? -value : value;
  }

  /// A whole number of the range of `long`; empty when the text is none.
  static OptionalLong parseWhole(byte[] text, int from, int to) {
    boolean negative = from < to && text[from] == '-';
    int at = negative ? from + 1 : from;
    if (at == to || to - at > 19) {
      return OptionalLong.empty();
    }
    long value = 0;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return OptionalLong.empty();
      }
      // Of 19 digits at most, so that what is too large becomes negative.
      value = value * 10 + digit;
    }
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(negative ? -value : value);
  }

  private static boolean isExponent(byte[] text, int from, int to) {
    int at = from;
    if (text[at] != 'e' && text[at] != 'E') {
      return false;
    }
    at++;
    if (at < to && (text[at] == '+' || text[at] == '-')) {
      at++;
    }
    int digits = 0;
    for (; at < to; at++, digits++) {
      if (text[at] < '0' || text[at] > '9') {
        return false;
      }
    }
    return digits > 0;
  }

  private static double slowly(byte[] text, int from, int to) {
    double value = Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII));
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
