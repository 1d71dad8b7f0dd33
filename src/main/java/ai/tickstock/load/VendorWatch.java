package ai.tickstock.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Tells a task that fails from a vendor that is away. While nothing at all is answered, a failure
/// is not held against its task; if that lasts too long, the run stops. Used by one thread.
final class VendorWatch {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Duration longest;

  /// Whether a failure came after the last answer.
  private boolean isAway;

  private long awaySince;
  private @Nullable String lastFailure;

  /// @param longest time without an answer after which the run stops
  VendorWatch(Duration longest) {
    this.longest = longest;
  }

  /// The same result, but not counted where the vendor had been away before already.
  Fetched judged(Fetched result) {
    return switch (result.end()) {
      case TaskEnd.Again(var in, var counts, var failure, var detail) when isNoAnswer(failure) ->
          away(result, new TaskEnd.Again(in, counts && !isAway, failure, detail), detail);
      case TaskEnd.Failed(var failure, var detail) when isNoAnswer(failure) ->
          away(
              result,
              isAway ? new TaskEnd.Again(PAUSE, false, failure, detail) : result.end(),
              detail);
      case TaskEnd.Again again when again.failure().equals("DATABASE") -> result;
      case TaskEnd.Done done -> answered(result);
      case TaskEnd.Again again -> answered(result);
      case TaskEnd.Refused refused -> answered(result);
      case TaskEnd.Failed failed -> answered(result);
    };
  }

  /// @throws StopRun when nothing was answered for too long
  void requireAnswers() {
    if (isAway && System.nanoTime() - awaySince > longest.toNanos()) {
      throw new StopRun(
          "the vendor gave no answer for "
              + Patience.words(longest)
              + "; the run is paused, resume it when the vendor is back. The last failure: "
              + lastFailure);
    }
  }

  private Fetched away(Fetched result, TaskEnd end, String detail) {
    if (!isAway) {
      isAway = true;
      awaySince = System.nanoTime();
    }
    lastFailure = detail;
    return result.ending(end);
  }

  private Fetched answered(Fetched result) {
    isAway = false;
    return result;
  }

  private static boolean isNoAnswer(String failure) {
    return failure.equals("UNREACHABLE") || failure.equals("RATE_LIMITED");
  }
}
