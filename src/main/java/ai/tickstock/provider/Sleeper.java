package ai.tickstock.provider;

import java.time.Duration;

/// Waits for a stretch of time. Tests put in one that moves a settable clock instead.
@FunctionalInterface
public interface Sleeper {
  Sleeper REAL = Thread::sleep;

  /// Returns not before the time is over.
  ///
  /// @param time nothing happens when zero or negative
  void sleep(Duration time) throws InterruptedException;
}
