package ai.tickstock.universe;

import java.util.Optional;
import java.util.regex.Pattern;

/// Industry codes from one to another, both included.
record SicRange(int first, int last) {
  private static final Pattern FORM = Pattern.compile("(\\d{3,4})(?:\\s*-\\s*(\\d{3,4}))?");

  /// `6020-6039` or `7372`; empty for what is none.
  static Optional<SicRange> parse(String text) {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(parts.group(1));
    int last = Optional.ofNullable(parts.group(2)).map(Integer::parseInt).orElse(first);
    return last < first ? Optional.empty() : Optional.of(new SicRange(first, last));
  }

  boolean holds(String code) {
    if (!code.matches("\\d{3,4}")) {
      return false;
    }
    int number = Integer.parseInt(code);
    return first <= number && number <= last;
  }

  @Override
  public String toString() {
    return first == last ? "%04d".formatted(first) : "%04d-%04d".formatted(first, last);
  }
}
