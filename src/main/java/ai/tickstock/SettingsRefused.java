package ai.tickstock;

import java.io.Serial;
import java.util.List;

/// The settings contain mistakes: all of them at once, each with its place and what is expected.
/// Never shows a secret.
final class SettingsRefused extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  SettingsRefused(List<String> mistakes) {
    super(text(mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /// One line a mistake: those of the file, then those of variables.
  public List<String> mistakes() {
    return mistakes;
  }

  private static String text(List<String> mistakes) {
    var heading =
        mistakes.size() == 1
            ? "a mistake in the settings:"
            : mistakes.size() + " mistakes in the settings:";
    return heading + "\n  " + String.join("\n  ", mistakes);
  }
}
