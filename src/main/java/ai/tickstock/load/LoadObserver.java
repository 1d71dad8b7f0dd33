package ai.tickstock.load;

import ai.tickstock.listing.EquityCategory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Is told how a load goes on. Called from the loading thread about twice a second.
public interface LoadObserver {
  /// Something worth a line: what was decided, what is waited for.
  void note(String message);

  void progress(Progress progress);

  /// Where a run stands, all processes together.
  ///
  /// @param classes tasks that concern one class; tasks for the whole market count as `OTHER`
  /// @param calls to the vendor so far: all that were made for the run
  /// @param waiting what this process waits for just now
  record Progress(
      Map<EquityCategory, Done> classes, int calls, long rows, Optional<Waiting> waiting) {}

  /// @param reason completes "waiting for …"
  /// @param left how long it lasts, where that is known
  record Waiting(String reason, Optional<Duration> left) {}

  record Done(int done, int total) {}

  LoadObserver SILENT =
      new LoadObserver() {
        @Override
        public void note(String message) {}

        @Override
        public void progress(Progress progress) {}
      };
}
