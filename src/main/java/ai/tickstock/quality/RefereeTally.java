package ai.tickstock.quality;

import ai.tickstock.quality.Disagreements.Cell;
import ai.tickstock.quality.Disagreements.Contradicted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What came of the chosen bars, when the other source's rows of them were read.
///
/// @param groups sampled and risky, each in all and by category
/// @param looked what was compared
/// @param seen what of it was contradicted
/// @param missing chosen bars that the source lacks
record RefereeTally(
    List<Comparison.Group> groups, Set<Cell> looked, List<Contradicted> seen, long missing) {
  /// A few volumes far off are findings; most of them are another way of counting.
  private static final int FEWEST_VOLUMES = 20;

  RefereeTally {
    groups = List.copyOf(groups);
    looked = Set.copyOf(looked);
    seen = List.copyOf(seen);
  }

  private static final class Count {
    long agreed;
    long disagreed;
    long closesApart;
    long volumesApart;
    long missing;
  }

  static RefereeTally of(
      String source, RefereeNames names, Agreement agreement, Collection<RefereedBar> chosen) {
    var counts = new HashMap<List<String>, Count>();
    var looked = new HashSet<Cell>();
    var seen = new ArrayList<Contradicted>();
    for (var bar : chosen) {
      var name = names.name(bar.instrument);
      var there = bar.there;
      boolean isSame = there != null && agreement.isSame(bar.here, there);
      if (there != null) {
        var one =
            new Contradicted(
                bar.instrument, name.ticker(), bar.session(), bar.start(), source, bar.here, there);
        looked.add(one.cell());
        if (!isSame) {
          seen.add(one);
        }
      }
      for (var group : groups(bar)) {
        for (var category : List.of(Comparison.ALL, name.category())) {
          var count = counts.computeIfAbsent(List.of(group, category), _ -> new Count());
          count.missing += there == null ? 1 : 0;
          count.agreed += isSame ? 1 : 0;
          count.disagreed += there != null && !isSame ? 1 : 0;
          count.closesApart +=
              there != null && !agreement.isSame(bar.here.close(), there.close()) ? 1 : 0;
          count.volumesApart += there != null && areVolumesApart(bar, there) ? 1 : 0;
        }
      }
    }
    return new RefereeTally(
        groups(counts), looked, seen, chosen.stream().filter(bar -> bar.there == null).count());
  }

  private static List<Comparison.Group> groups(Map<List<String>, Count> counts) {
    return counts.entrySet().stream()
        .map(entry -> {
          var count = entry.getValue();
          return new Comparison.Group(
              entry.getKey().getFirst(),
              entry.getKey().getLast(),
              count.agreed,
              count.disagreed,
              count.closesApart,
              count.volumesApart,
              count.missing);
        })
        .sorted(Comparison.Group::order)
        .toList();
  }

  private static boolean areVolumesApart(RefereedBar bar, RefereedBar.Values there) {
    return Agreement.haveVolumes(bar.here, there)
        && Agreement.times(bar.here, there) > Agreement.NEAR_VOLUME;
  }

  private static List<String> groups(RefereedBar bar) {
    return bar.isSampled && bar.isRisky
        ? List.of(Comparison.SAMPLED, Comparison.RISKY)
        : List.of(bar.isSampled ? Comparison.SAMPLED : Comparison.RISKY);
  }

  /// Where most volumes are far off the source counts other trades, and volumes say nothing.
  static Agreement withoutVolumesOfAnotherKind(Agreement agreement, Collection<RefereedBar> bars) {
    int both = 0;
    int far = 0;
    for (var bar : bars) {
      if (bar.there != null && Agreement.haveVolumes(bar.here, bar.there)) {
        both++;
        far += agreement.isFarOff(bar.here, bar.there) ? 1 : 0;
      }
    }
    return both >= FEWEST_VOLUMES && 2 * far > both ? agreement.ofPrices() : agreement;
  }
}
