package ai.tickstock.universe;

import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of computing correlations.
///
/// @param asOf the last session of the windows
/// @param benchmarks those that were compared with
/// @param missing benchmarks that were not, or that have too few sessions, with the reason
/// @param instruments that have a close in the range
/// @param withoutType those of them whose type is not known, as no list names them: they get
///   correlations, but no reference
/// @param withoutActions those of them whose splits and dividends were not asked for over the whole
///   range: a split that is not known spoils their numbers
/// @param skippedDividends that could not be applied
/// @param pairs rows that are stored for the session now, by what is said: numbers, or a reason for
///   none
/// @param rows how the table changed
/// @param references empty when they were left as they are, since a benchmark has too few sessions
///   or a later session was computed before
public record CorrelationRefresh(
    LocalDate asOf,
    List<Symbol> benchmarks,
    Map<Symbol, String> missing,
    int instruments,
    int withoutType,
    int withoutActions,
    int skippedDividends,
    Pairs pairs,
    Rows rows,
    Optional<References> references) {

  /// @param tooFew pairs with less than 90 % of the window
  /// @param unmoved pairs of which one price never changed
  public record Pairs(int numbers, int tooFew, int unmoved) {}

  public record Rows(int added, int changed, int removed) {}

  /// @param referring instruments that move with a benchmark now
  /// @param changed instruments of which something else was said before
  /// @param joined memberships that began in the universes `correlates_…`
  /// @param left memberships that ended in them
  public record References(int referring, int changed, int joined, int left) {}
}
