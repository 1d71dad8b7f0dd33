package ai.tickstock.database;

import java.util.List;

/// What became of another process's sessions that were to end.
///
/// @param ended that are gone
/// @param refused roles of sessions that we may not end, each once, ascending; their sessions go on
public record EndedSessions(int ended, List<String> refused) {
  public EndedSessions {
    refused = List.copyOf(refused);
  }

  /// Whether there was none.
  public boolean isNothing() {
    return ended == 0 && refused.isEmpty();
  }
}
