package ai.tickstock.notify;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Members of universes that a night's list renamed or delisted.
///
/// @param list date of that list
/// @param changes not empty
public record MembersChanged(LocalDate list, List<Change> changes) implements NewNotice {
  public MembersChanged {
    changes = List.copyOf(changes);
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("no change in the list of " + list);
    }
  }

  /// @param what in words, e.g. `renamed from FB`
  /// @param universes keys, by comma
  public record Change(String symbol, String what, LocalDate on, String universes) {}

  @Override
  public Severity severity() {
    return Severity.HIGH;
  }

  @Override
  public String cause() {
    var first = changes.getFirst();
    return "members_changed " + list + " " + first.symbol() + " " + first.what();
  }

  @Override
  public String subject() {
    if (changes.size() == 1) {
      return changes.getFirst().symbol() + " " + changes.getFirst().what();
    }
    return changes.size()
        + " members renamed or delisted: "
        + Listed.shortly(changes.stream().map(Change::symbol).toList());
  }

  @Override
  public Optional<LocalDate> session() {
    return Optional.of(list);
  }

  @Override
  public Content content() {
    return Content.of(
            "By the list of "
                + list
                + " members of universes have another ticker or are delisted. Who is delisted has"
                + " left its universes.")
        .grid(
            List.of("Symbol", "What", "On", "Universes"),
            changes.stream()
                .map(c -> List.of(c.symbol(), c.what(), c.on().toString(), c.universes()))
                .toList())
        .command("tickstock symbols changes --since " + list + " --kind renamed,delisted");
  }
}
