package ai.tickstock.load;

import ai.tickstock.market.DateRange;
import java.util.Optional;

/// One task of a run as people see it.
///
/// @param kind e.g. `aggregates`
/// @param address the ticker or file that it asks for; empty for a whole session
/// @param state `ready`, `leased`, `done`, `failed` or `refused`
/// @param worker the process that holds it
/// @param attempts earlier asks that failed
/// @param failure the kind of its last failure; empty when there was none
/// @param detail of that failure
public record RunTask(
    long id,
    String kind,
    String address,
    DateRange range,
    String state,
    Optional<String> worker,
    int attempts,
    int calls,
    long rows,
    String failure,
    String detail) {

  /// Whether it ended without bringing anything.
  public boolean hasFailed() {
    return state.equals("failed") || state.equals("refused");
  }
}
