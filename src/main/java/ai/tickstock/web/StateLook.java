package ai.tickstock.web;

/// How a state is coloured, beside its word: nothing is told by colour alone.
final class StateLook {
  private StateLook() {}

  static String of(String state) {
    return switch (state) {
      case "complete", "done", "ready", "repaired", "resolved", "present" -> "good";
      case "failed", "error", "killed", "broken off", "not ready", "refused", "missed" -> "bad";
      case "running", "queued", "preparing" -> "busy";
      case "partial",
          "part",
          "paused",
          "interrupted",
          "waiting",
          "open",
          "pending",
          "provisional" ->
          "warn";
      default -> "calm";
    };
  }
}
