package ai.tickstock.notify;

/// Text from outside in one line: without control characters, which begin a new line or steer a
/// terminal, and without those that turn the text around.
final class Printable {
  private Printable() {}

  static String of(String text) {
    return text.codePoints()
        .map(c -> isShown(c) ? c : ' ')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isShown(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }
}
