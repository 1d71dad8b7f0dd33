package ai.tickstock.bench;

/// There is nothing to compare; the message says why.
final class BenchmarkFailed extends RuntimeException {
  BenchmarkFailed(String message) {
    super(message);
  }
}
