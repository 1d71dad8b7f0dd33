package ai.tickstock.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The tasks that a worker claimed before it could begin them, so that quick tasks cost a fraction
/// of a claim each: those of a quarter of a second, as many as the pace of the last second tells.
/// Where answers are slow or wait for a limit there are none. What was not begun within a second
/// after all is stale and goes back to the queue, so that nobody else waits for it: other workers
/// of the run at its end, and more urgent runs. Used by one thread.
final class ClaimsAhead {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int PARTS_OF_A_SECOND = 4;

  private final Deque<Task> tasks = new ArrayDeque<>();
  private long claimedAt;

  private long secondBegan;
  private int endedBefore;
  private int endedInTheSecondBefore;

  /// @param ended how many tasks this worker has executed so far
  /// @param now see `System.nanoTime`
  ClaimsAhead(int ended, long now) {
    secondBegan = now;
    endedBefore = ended;
  }

  /// How many tasks to claim beyond those that can begin at once.
  ///
  /// @param ended as above
  int wanted(int ended, long now) {
    long passed = now - secondBegan;
    if (passed >= SECOND) {
      endedInTheSecondBefore = passed < 2 * SECOND ? ended - endedBefore : 0;
      endedBefore = ended;
      secondBegan = now;
    }
    return Math.max(endedInTheSecondBefore, ended - endedBefore) / PARTS_OF_A_SECOND;
  }

  /// What a claim brought, to be begun in that order. There are none before.
  void add(List<Task> claimed, long now) {
    tasks.addAll(claimed);
    claimedAt = now;
  }

  /// Takes up to so many to begin them.
  List<Task> take(int most) {
    var taken = new ArrayList<Task>();
    while (taken.size() < most && !tasks.isEmpty()) {
      taken.add(tasks.removeFirst());
    }
    return taken;
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  boolean isStale(long now) {
    return !tasks.isEmpty() && now - claimedAt > SECOND;
  }

  /// Takes all of them, to hand them back.
  List<Task> takeAll() {
    return take(tasks.size());
  }
}
