package ai.tickstock.load;

import java.util.List;

/// How a load went, for who asked for it.
public sealed interface LoadResult {
  /// All tasks have ended; the summary says how whole the data is.
  record Finished(LoadSummary summary) implements LoadResult {}

  /// The run stands still and can be resumed.
  ///
  /// @param message why, and what to do
  record Stopped(int runId, String state, String message, LoadSummary soFar)
      implements LoadResult {}

  /// It waits for a process that takes it.
  ///
  /// @param tasks that are open
  /// @param joined whether the same request was there already
  record Queued(int runId, int tasks, boolean joined) implements LoadResult {}

  /// The request means nothing; nothing was stored.
  ///
  /// @param problems one line each, with near matches where there are some
  record Misunderstood(List<String> problems) implements LoadResult {}

  /// Nothing could be started.
  record NotStarted(String message) implements LoadResult {}
}
