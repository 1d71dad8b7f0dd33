package ai.tickstock.load;

import java.time.Duration;

/// What goes on around a load: on its machine and in its database. Safe for use by many threads.
public interface Surroundings {
  /// Share of the processors' time that is in use, by whomever, from 0 to 1.
  double busyProcessors();

  /// Share of the disk that is free, from 0 to 1.
  double freeDisk();

  /// How long the database takes to answer when nothing is asked of it.
  ///
  /// @throws ai.tickstock.database.DatabaseUnavailable when it does not answer at all
  Duration databaseLatency();
}
