package ai.tickstock.universe;

/// Something that cannot be done with a universe, or a rule that cannot be read; the message says
/// what, where, and which words are known.
public final class UniverseRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  UniverseRefused(String message) {
    super(message);
  }
}
