package ai.tickstock.web;

import ai.tickstock.load.Runs;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells viewers how loads go on. However many look at a load, the database is asked about it once
/// a second.
final class LiveLoads {
  private static final Logger LOG = LoggerFactory.getLogger(LiveLoads.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
  private static final int MOST_VIEWERS = 500;

  private final Runs runs;
  private final Map<Integer, Feed> feeds = new HashMap<>();
  private final Semaphore places = new Semaphore(MOST_VIEWERS);

  LiveLoads(Runs runs) {
    this.runs = runs;
  }

  /// What is known of a load by now.
  private static final class Feed {
    private final int id;
    private int viewers;
    private int version;
    private Optional<LoadFacts> latest = Optional.empty();
    private boolean broken;

    private Feed(int id) {
      this.id = id;
    }

    private synchronized void publish(LoadFacts facts) {
      if (!latest.equals(Optional.of(facts))) {
        latest = Optional.of(facts);
        version++;
        notifyAll();
      }
    }

    private synchronized void breakOff() {
      broken = true;
      notifyAll();
    }

    /// What came after a version; as it is when nothing came for a while.
    private synchronized Seen after(int seen) throws InterruptedException {
      long deadline = System.nanoTime() + SIGN_OF_LIFE.toNanos();
      while (version == seen && !broken) {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          break;
        }
        wait(left);
      }
      return new Seen(version, latest, broken);
    }
  }

  private record Seen(int version, Optional<LoadFacts> facts, boolean broken) {}

  /// Goes on until the load is over or the viewer goes away; returns at once.
  ///
  /// @param event the name of what is sent
  /// @param form as which it is sent
  void watch(int id, SseClient client, String event, Function<LoadFacts, String> form) {
    if (!places.tryAcquire()) {
      client.close(); // a browser asks again by itself
      return;
    }
    client.keepAlive();
    var _ = Thread.ofVirtual().name("viewer").start(() -> tell(id, client, event, form));
  }

  private void tell(int id, SseClient client, String event, Function<LoadFacts, String> form) {
    var feed = join(id);
    try {
      int seen = 0;
      while (!client.terminated()) {
        var now = feed.after(seen);
        if (now.broken()) {
          return;
        }
        if (now.version() == seen) {
          client.sendComment("waiting");
          continue;
        }
        seen = now.version();
        var facts = now.facts().orElseThrow();
        client.sendEvent(event, form.apply(facts));
        if (facts.isOver()) {
          client.sendEvent("end", "over");
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.debug("a viewer is gone load={}", id, e);
    } finally {
      leave(feed);
      places.release();
      client.close();
    }
  }

  private Feed join(int id) {
    synchronized (feeds) {
      var feed =
          feeds.computeIfAbsent(
              id,
              _ -> {
                var made = new Feed(id);
                var _ = Thread.ofVirtual().name("live-" + id).start(() -> look(made));
                return made;
              });
      feed.viewers++;
      return feed;
    }
  }

  private void leave(Feed feed) {
    synchronized (feeds) {
      feed.viewers--;
    }
  }

  private boolean isDone(Feed feed, boolean isOver) {
    synchronized (feeds) {
      boolean isDone = isOver || feed.viewers <= 0;
      if (isDone) {
        feeds.remove(feed.id, feed);
      }
      return isDone;
    }
  }

  private void look(Feed feed) {
    try {
      boolean isOver = false;
      while (!isDone(feed, isOver)) {
        var facts = LoadFacts.of(runs, feed.id);
        feed.publish(facts);
        isOver = facts.isOver();
        if (!isOver) {
          Thread.sleep(BETWEEN_LOOKS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      feed.breakOff();
    } catch (RuntimeException e) {
      LOG.warn("cannot look at load={} error=\"{}\"", feed.id, e.getMessage());
      feed.breakOff();
      var _ = isDone(feed, true);
    }
  }
}
