package ai.tickstock;

import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.Fenced;
import ai.tickstock.notify.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends events and notices while the program serves: what is committed is on its way within
/// seconds. What is told, and each channel, has a loop of its own, so that a slow mail server
/// delays mails only.
final class Telling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final Duration pause;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Runnable afterwards;

  /// Something that is done again and again.
  record Loop(String name, Consumer<Instant> round) {}

  private Telling(List<Loop> loops, InstantSource clock, Duration pause, Runnable afterwards) {
    this.clock = clock;
    this.pause = pause;
    this.afterwards = afterwards;
    for (var loop : loops) {
      threads.add(Thread.ofPlatform().daemon().name(loop.name()).unstarted(() -> tell(loop)));
    }
  }

  /// @param delivery is closed with this
  static Telling begin(Delivery delivery, InstantSource clock) {
    var loops = new ArrayList<Loop>();
    loops.add(new Loop("telling", delivery::route));
    for (var channel : delivery.channels()) {
      loops.add(new Loop("telling-" + channel, now -> delivery.deliverDue(channel, now)));
    }
    return begin(loops, clock, PAUSE, delivery::close);
  }

  /// @param pause between two rounds of a loop
  /// @param afterwards is done when all loops have ended, or take too long to
  static Telling begin(List<Loop> loops, InstantSource clock, Duration pause, Runnable afterwards) {
    var telling = new Telling(loops, clock, pause, afterwards);
    telling.threads.forEach(Thread::start);
    return telling;
  }

  private void tell(Loop loop) {
    try {
      do {
        try {
          loop.round().accept(clock.instant());
        } catch (DatabaseUnavailable | Fenced away) {
          LOG.warn("nothing told by={} error=\"{}\"", loop.name(), away.getMessage());
        } catch (RuntimeException e) {
          // What is due stays due; nothing that fails here may end the telling.
          LOG.error("nothing told by={}", loop.name(), e);
        }
      } while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is being sent is sent; a lease frees what is not.
  @Override
  public void close() {
    ended.countDown();
    long deadline = System.nanoTime() + PAUSE.toNanos();
    try {
      for (var thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    afterwards.run();
  }
}
