package ai.tickstock.provider.massive;

import ai.tickstock.provider.Answer;

/// What one question has cost so far. Used by one thread.
final class Tally {
  private int calls;
  private int retries;
  private long bytes;

  /// @param isRetry whether the same page was asked for before
  void call(boolean isRetry) {
    calls++;
    retries += isRetry ? 1 : 0;
  }

  void received(long count) {
    bytes += count;
  }

  Answer.Cost cost() {
    return new Answer.Cost(calls, bytes, retries);
  }
}
