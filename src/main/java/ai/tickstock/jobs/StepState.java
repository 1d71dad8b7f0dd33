package ai.tickstock.jobs;

import java.util.Locale;

/// How far one step of an end of day has come.
public enum StepState {
  /// A living process is at it.
  RUNNING,
  /// It was running, and its process lives no more.
  KILLED,
  DONE,
  /// There was nothing that it could do, for a reason that stays.
  SKIPPED,
  /// Something of it is missing.
  PART,
  /// The rest comes later, at a known time.
  WAITING,
  FAILED;

  /// Whether the next run leaves it alone.
  public boolean isDone() {
    return this == DONE || this == SKIPPED;
  }

  /// As it is stored and printed.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StepState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
