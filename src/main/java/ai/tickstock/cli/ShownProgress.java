package ai.tickstock.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a load is at one moment.
///
/// @param groups stocks, ETFs and so on, always in the same order; one with nothing to do is not
///   shown
/// @param rows stored so far
/// @param calls sent to the vendor so far
record ShownProgress(List<Group> groups, long rows, long calls, Optional<Wait> waiting) {
  public ShownProgress {
    groups = List.copyOf(groups);
  }

  /// @param name for people, e.g. `ETFs`
  /// @param done units of work, at most `total`; work of an earlier run that is resumed counts
  public record Group(String name, long done, long total) {
    public Group {
      if (done < 0 || done > total) {
        throw new IllegalArgumentException(name + ": " + done + " done of " + total);
      }
    }
  }

  /// Nothing goes on until then, or nobody knows until when.
  ///
  /// @param reason completes "waiting 42 s for …", e.g. `the vendor's limit of 5 calls a minute`
  public record Wait(Optional<Instant> until, String reason) {}

  long done() {
    return groups.stream().mapToLong(Group::done).sum();
  }

  long total() {
    return groups.stream().mapToLong(Group::total).sum();
  }

  /// Whole percent, rounded down: 100 only when all is done.
  static int percent(long done, long total) {
    return total == 0 ? 100 : (int) (100.0 * done / total);
  }
}
