package ai.tickstock.provider.massive;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A vendor key that does not show itself: it prints as `***`. It can become another one while the
/// program runs; those that it was stay hidden.
public final class ApiKey {
  private final Supplier<String> source;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /// @param text visible ASCII characters
  /// @throws IllegalArgumentException when it is empty or holds a blank, a line break or anything
  ///   else that no key holds; the message does not repeat it
  public ApiKey(String text) {
    this(() -> text);
  }

  /// @param source the key at present, asked before each call
  /// @throws IllegalArgumentException as above
  public ApiKey(Supplier<String> source) {
    this.source = source;
    present();
  }

  private String present() {
    var text = source.get();
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "the vendor key is empty or holds blanks, line breaks or characters that no key has:"
              + " check MASSIVE_API_KEY");
    }
    seen.add(text);
    return text;
  }

  String authorization() {
    return "Bearer " + present();
  }

  /// The same text, with `***` wherever the key stands in it: for everything that others said.
  String hiddenIn(String said) {
    var hidden = said;
    for (var text : seen) {
      hidden = hidden.replace(text, "***");
    }
    return hidden;
  }

  boolean isIn(String said) {
    return seen.stream().anyMatch(said::contains);
  }

  @Override
  public String toString() {
    return "***";
  }
}
