package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.Instant;
import java.util.List;

/// A comparison of stored bars with those of a second source, as it is kept.
///
/// @param names instruments that both have
/// @param missingHere rows of the source in the range for which no bar is stored
/// @param missingThere chosen bars that the source lacks
/// @param groups sampled and risky, each in all and by category
public record Comparison(
    String source,
    BarInterval interval,
    DateRange range,
    long seed,
    int names,
    long missingHere,
    long missingThere,
    List<Group> groups,
    int newFindings,
    int resolved,
    Instant at) {
  /// The discrepancy that is claimed: less than 0.01 %.
  public static final double CLAIM = 0.0001;

  static final String SAMPLED = "sampled";
  static final String RISKY = "risky";
  static final String ALL = "all";

  public Comparison {
    groups = List.copyOf(groups);
  }

  /// Counts of the bars of one kind.
  ///
  /// @param bars `sampled` or `risky`
  /// @param category of the instruments, as the table of equity types writes it; `all` for the sum
  /// @param closesApart those that disagree on the close
  /// @param volumesApart those whose volumes differ by more than a tenth, whether they agree or not
  /// @param missing stored ones that the source lacks; in neither of the other counts
  public record Group(
      String bars,
      String category,
      long agreed,
      long disagreed,
      long closesApart,
      long volumesApart,
      long missing) {
    public long compared() {
      return agreed + disagreed;
    }

    public Proportion agreement() {
      return new Proportion(agreed, compared());
    }

    public Proportion discrepancy() {
      return new Proportion(disagreed, compared());
    }

    /// Sampled before risky, the sum before its parts.
    int order(Group other) {
      int byBars = other.bars.compareTo(bars);
      int bySum = Boolean.compare(other.category.equals(ALL), category.equals(ALL));
      return byBars != 0 ? byBars : bySum != 0 ? bySum : other.category.compareTo(category);
    }
  }

  public Group sampled() {
    return all(SAMPLED);
  }

  public Group risky() {
    return all(RISKY);
  }

  private Group all(String bars) {
    return groups.stream()
        .filter(group -> group.bars.equals(bars) && group.category.equals(ALL))
        .findFirst()
        .orElse(new Group(bars, ALL, 0, 0, 0, 0, 0));
  }

  /// Whether it shows, with 97.5 % confidence, that fewer than 0.01 % of all bars are other ones.
  public boolean isClaimShown() {
    return sampled().discrepancy().high() < CLAIM;
  }
}
