package ai.tickstock.cli;

/// The user asked for something that means nothing; exit code 2.
final class Misuse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message one line: what was asked, why it means nothing, and what to ask instead
  Misuse(String message) {
    super(message);
  }
}
