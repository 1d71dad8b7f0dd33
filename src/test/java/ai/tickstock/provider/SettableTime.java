package ai.tickstock.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until somebody sets it or sleeps by it.
public final class SettableTime implements InstantSource, Sleeper {
  private Instant now = Instant.parse("2026-11-20T15:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  public synchronized void set(Instant instant) {
    now = instant;
  }

  @Override
  public synchronized void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    now = now.plus(time);
  }
}
