package ai.tickstock.listing;

import java.util.List;
import java.util.Set;

/// What a list did to our instruments. Every row of the list is counted once in the first five.
///
/// @param added instruments that we did not know
/// @param changed instruments of which something was other than the list says
/// @param unchanged instruments that the list only confirmed
/// @param duplicates rows beside a newer one for the same instrument
/// @param skipped rows that were not used, and why
/// @param changes what happened to tickers, in the order of the list
/// @param newTypes type codes met for the first time; they are not loaded until somebody says so
/// @param isShort the list was cut short, so that nobody was taken out by it
/// @param isRepeated the list said the same as the one before: no further night
/// @param questions doubtful cases that somebody has to decide
public record SyncCount(
    int added,
    int changed,
    int unchanged,
    int duplicates,
    List<SkippedRow> skipped,
    List<ListingChange> changes,
    Set<String> newTypes,
    boolean isShort,
    boolean isRepeated,
    int questions) {
  public SyncCount {
    skipped = List.copyOf(skipped);
    changes = List.copyOf(changes);
    newTypes = Set.copyOf(newTypes);
  }

  SyncCount with(ListTable.Verdict verdict, int questions) {
    return new SyncCount(
        added,
        changed,
        unchanged,
        duplicates,
        skipped,
        changes,
        newTypes,
        verdict == ListTable.Verdict.SHORT,
        verdict == ListTable.Verdict.REPEATED,
        questions);
  }

  /// Rows that were given.
  public int rows() {
    return added + changed + unchanged + duplicates + skipped.size();
  }

  @Override
  public String toString() {
    return added
        + " new, "
        + changed
        + " changed, "
        + unchanged
        + " unchanged, "
        + duplicates
        + " duplicate, "
        + skipped.size()
        + " skipped";
  }
}
