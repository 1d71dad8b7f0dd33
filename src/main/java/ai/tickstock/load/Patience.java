package ai.tickstock.load;

import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for a database that went away.
///
/// @param longest then the run stops and an operator is told
record Patience(Duration longest) {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  /// Does the work, again and again while the database is away.
  ///
  /// @param doing what is being done, for the message
  /// @param work may run several times, also after a commit of which nobody heard
  /// @throws StopRun when only an operator can help, or when it takes too long
  <T> T during(String doing, Supplier<T> work) {
    long since = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        return work.get();
      } catch (DatabaseFull full) {
        throw new StopRun(full);
      } catch (DatabaseUnavailable away) {
        if (!away.mayPass()) {
          throw new StopRun(away);
        }
        if (System.nanoTime() - since > longest.toNanos()) {
          throw new StopRun(
              "the database was away for "
                  + words(longest)
                  + " while "
                  + doing
                  + ": "
                  + away.getMessage(),
              away);
        }
        LOG.warn("waiting for=database doing=\"{}\" error=\"{}\"", doing, away.getMessage());
        pause(pause, away);
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
    }
  }

  private static void pause(long millis, DatabaseUnavailable away) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StopRun("stopped while the database was away", away);
    }
  }

  /// `10 minutes`, `45 seconds`.
  static String words(Duration time) {
    return time.toSeconds() % 60 == 0 && !time.isZero()
        ? time.toMinutes() + " minutes"
        : time.toMillis() / 1_000.0 + " seconds";
  }
}
