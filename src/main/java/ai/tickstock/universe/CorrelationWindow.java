package ai.tickstock.universe;

/// The windows over which correlations are kept.
public enum CorrelationWindow {
  /// About three months.
  SHORT(60),
  /// About a year.
  LONG(252);

  private final int sessions;

  CorrelationWindow(int sessions) {
    this.sessions = sessions;
  }

  /// The window of so many sessions.
  ///
  /// @throws IllegalArgumentException if there is none
  public static CorrelationWindow of(int sessions) {
    for (var window : values()) {
      if (window.sessions == sessions) {
        return window;
      }
    }
    throw new IllegalArgumentException(
        sessions + " is no window of correlations: 60 and 252 sessions are");
  }

  /// Returns in the window; one close more is needed.
  public int sessions() {
    return sessions;
  }
}
