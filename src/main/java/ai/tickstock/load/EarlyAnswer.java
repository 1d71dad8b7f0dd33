package ai.tickstock.load;

import ai.tickstock.provider.Answer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A question to the vendor that is asked while its asker does something else. Used by one thread;
/// who does not want the answer any more closes it.
final class EarlyAnswer<T> implements AutoCloseable {
  private final FutureTask<Answer<T>> asking;
  private final Thread thread;

  private EarlyAnswer(FutureTask<Answer<T>> asking, Thread thread) {
    this.asking = asking;
    this.thread = thread;
  }

  /// @param question asks until it is answered or its thread is interrupted
  static <T> EarlyAnswer<T> to(Supplier<Answer<T>> question) {
    var asking = new FutureTask<>(question::get);
    return new EarlyAnswer<>(asking, Thread.ofVirtual().name("early-answer").start(asking));
  }

  /// Waits for the answer. An interrupt of the waiting thread ends the question and stays.
  Answer<T> answer() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return asking.get();
        } catch (InterruptedException e) {
          interrupted = true;
          thread.interrupt();
        } catch (ExecutionException e) {
          throw unwrapped(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      case null, default -> new IllegalStateException("a question to the vendor failed", e);
    };
  }

  /// Ends the question where it is not answered yet.
  @Override
  public void close() {
    thread.interrupt();
  }
}
