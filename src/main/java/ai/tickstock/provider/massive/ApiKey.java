package ai.tickstock.provider.massive;

/// A vendor key that does not show itself: it prints as `***`.
public final class ApiKey {
  private final String text;

  /// @param text visible ASCII characters
  /// @throws IllegalArgumentException when it is empty or holds a blank, a line break or anything
  ///   else that no key holds; the message does not repeat it
  public ApiKey(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "the vendor key is empty or holds blanks, line breaks or characters that no key has:"
              + " check MASSIVE_API_KEY");
    }
    this.text = text;
  }

  String authorization() {
    return "Bearer " + text;
  }

  /// The same text, with `***` wherever the key stands in it: for everything that others said.
  String hiddenIn(String said) {
    return said.replace(text, "***");
  }

  boolean isIn(String said) {
    return said.contains(text);
  }

  @Override
  public String toString() {
    return "***";
  }
}
