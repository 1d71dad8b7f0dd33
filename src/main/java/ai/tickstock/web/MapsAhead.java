package ai.tickstock.web;

import ai.tickstock.load.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures the map of the whole market before somebody looks at it: after the start, and again
/// when much was written. One thread measures one map at a time, rests between its parts for as
/// long as they took, and stands still while a load of any process goes on; from when somebody
/// waits for the map it goes on without rest.
final class MapsAhead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MapsAhead.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);
  private static final Duration WHILE_LOADING = Duration.ofSeconds(2);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private static final List<CoverageMaps.Wish> WISHES =
      List.of(
          new CoverageMaps.Wish(CoverageFacts.WHOLE_MARKET, CoverageFacts.USUAL_MONTHS),
          new CoverageMaps.Wish(CoverageFacts.WHOLE_MARKET, CoverageFacts.MANY_MONTHS));

  private final CoverageMaps maps;
  private final Runs runs;
  private final CountDownLatch stop = new CountDownLatch(1);
  private Optional<Thread> thread = Optional.empty();

  MapsAhead(CoverageMaps maps, Runs runs) {
    this.maps = maps;
    this.runs = runs;
  }

  synchronized void begin() {
    if (thread.isEmpty() && stop.getCount() > 0) {
      thread =
          Optional.of(
              Thread.ofPlatform().daemon().name("maps-ahead").start(this::lookUntilStopped));
    }
  }

  private void lookUntilStopped() {
    try {
      do {
        look();
      } while (!stop.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Measures what is wanting; nothing while a load goes on.
  ///
  /// @return how many maps
  int look() throws InterruptedException {
    int measured = 0;
    try {
      for (var wish : WISHES) {
        if (stop.getCount() > 0 && runs.working() == 0) {
          measured += maps.prepare(wish, new Sharing()) ? 1 : 0;
        }
      }
    } catch (Misasked e) {
      LOG.debug("there is no such map error=\"{}\"", e.getMessage());
    } catch (RuntimeException e) {
      // Who looks at the map is told the same; the next look tries again.
      LOG.warn("no map is prepared error=\"{}\"", e.getMessage());
    }
    return measured;
  }

  /// Takes half of the time, and none while a load goes on.
  private final class Sharing implements CoverageMaps.Rest {
    private long since = System.nanoTime();

    @Override
    public void between(CountDownLatch wanted) throws InterruptedException {
      boolean isWanted = wanted.await(System.nanoTime() - since, TimeUnit.NANOSECONDS);
      while (!isWanted && runs.working() > 0) {
        isWanted = wanted.await(WHILE_LOADING.toMillis(), TimeUnit.MILLISECONDS);
      }
      since = System.nanoTime();
    }
  }

  @Override
  public synchronized void close() {
    stop.countDown();
    thread.ifPresent(one -> {
      one.interrupt();
      try {
        var _ = one.join(STOP_WITHIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
