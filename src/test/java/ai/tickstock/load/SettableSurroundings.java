package ai.tickstock.load;

import java.time.Duration;

/// A machine that is as busy as a test says.
final class SettableSurroundings implements Surroundings {
  volatile double busyProcessors = 0.1;
  volatile double freeDisk = 0.5;
  volatile Duration databaseLatency = Duration.ofMillis(1);

  @Override
  public double busyProcessors() {
    return busyProcessors;
  }

  @Override
  public double freeDisk() {
    return freeDisk;
  }

  @Override
  public Duration databaseLatency() {
    return databaseLatency;
  }
}
