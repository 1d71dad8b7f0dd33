package ai.tickstock.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Answers that are given again as they were first made, so that whoever is measured against the
/// simulator does not share the machine with its work. Those asked for longest ago are forgotten
/// first. Safe for any number of threads.
final class AnswerMemory {
  private final long room;
  private final Map<String, Reply> answers = new LinkedHashMap<>(16, 0.75f, true);
  private long taken;

  /// @param room bytes of bodies, not compressed, that are kept at most
  AnswerMemory(long room) {
    this.room = room;
  }

  /// @param asked for, with all that the answer depends on
  /// @param make makes it where it is not remembered; two who ask at once may both make it
  Reply answer(String asked, Supplier<Reply> make) {
    synchronized (answers) {
      var before = answers.get(asked);
      if (before != null) {
        return before;
      }
    }
    var made = make.get();
    keep(asked, made);
    return made;
  }

  private void keep(String asked, Reply made) {
    synchronized (answers) {
      var other = answers.put(asked, made);
      taken += made.body().size() - (other == null ? 0 : other.body().size());
      var eldest = answers.values().iterator();
      while (taken > room) {
        taken -= eldest.next().body().size();
        eldest.remove();
      }
    }
  }
}
