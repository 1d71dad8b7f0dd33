package ai.tickstock.cli;

/// What a command tells the shell.
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int MISUSED = 2;

  /// Something of what was asked for is missing.
  static final int DONE_IN_PART = 3;

  /// Only of a question that can be answered with yes or no.
  static final int CANNOT_TELL = 4;

  private ExitCode() {}
}
