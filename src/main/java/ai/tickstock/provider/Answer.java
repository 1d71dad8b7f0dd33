package ai.tickstock.provider;

import java.time.Instant;
import java.util.function.Function;

/// How asking a vendor ended. Both ways say what the asking cost.
public sealed interface Answer<T> {
  Cost cost();

  /// The vendor answered.
  ///
  /// @param receivedAt when the (last page of the) answer had arrived, by the injected clock
  record Given<T>(T value, Cost cost, Instant receivedAt) implements Answer<T> {}

  /// No answer came, or one that says no.
  record Failed<T>(ProviderFailure failure, Cost cost) implements Answer<T> {
    /// The same failure for a caller who waits for something else.
    public <U> Failed<U> as() {
      return new Failed<>(failure, cost);
    }
  }

  /// The same answer with another value in it.
  default <U> Answer<U> map(Function<? super T, ? extends U> change) {
    return switch (this) {
      case Given<T>(T value, Cost cost, Instant receivedAt) ->
          new Given<>(change.apply(value), cost, receivedAt);
      case Failed<T> failed -> failed.as();
    };
  }

  /// The same answer for somebody who has paid for others before.
  default Answer<T> afterPaying(Cost before) {
    return switch (this) {
      case Given<T>(T value, Cost cost, Instant receivedAt) ->
          new Given<>(value, before.plus(cost), receivedAt);
      case Failed<T>(ProviderFailure failure, Cost cost) ->
          new Failed<>(failure, before.plus(cost));
    };
  }

  /// What asking took.
  ///
  /// @param calls HTTP requests sent, retries and pages included
  /// @param bytes body bytes received as they came over the wire (compressed where they were)
  /// @param retries calls beyond one for each page
  record Cost(int calls, long bytes, int retries) {
    public static final Cost NONE = new Cost(0, 0, 0);

    public Cost plus(Cost other) {
      return new Cost(calls + other.calls, bytes + other.bytes, retries + other.retries);
    }
  }
}
