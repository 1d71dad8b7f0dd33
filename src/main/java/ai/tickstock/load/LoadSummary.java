package ai.tickstock.load;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.bars.LiveCheck;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// How a load ended, counted from what is stored, not from what was asked.
///
/// @param runId empty when nothing was due
/// @param classes stocks, ETFs and others apart
/// @param incomplete instruments with cells that are neither stored nor explained, or were refused,
///   rejected or failed
/// @param notLoaded members or symbols that were left out, with the reason
/// @param failures kinds of failed tasks with a sample message, most frequent first
/// @param sourceAdjustedRows rows stored as split-adjusted by their source, apart from the raw bars
/// @param quarantined rows that came and were refused by the checks; they are kept in quarantine
/// @param refusals why; of rows that were refused before and came again not
/// @param repeats rows of files, and minute rows of answers, that repeated another one exactly;
///   kept once
/// @param fromFiles whether files were read: then a refused daily row means that something given
///   was not taken; a refused minute makes its session partial or rejected
/// @param untracked bars that a load of everything met and did not store, by the code of the equity
///   type or class that is not loaded
/// @param live what came of comparing live minutes with the final ones
/// @param neverSeen instruments of the list of which the source has no bar at all and of which
///   therefore nothing is expected
/// @param errors how asking for bars went
public record LoadSummary(
    OptionalInt runId,
    BarInterval interval,
    DateRange range,
    Map<EquityCategory, ClassCount> classes,
    List<SymbolOutcome> incomplete,
    List<String> notLoaded,
    List<String> failures,
    Cost cost,
    long sourceAdjustedRows,
    long quarantined,
    List<Quarantine.Refusal> refusals,
    long repeats,
    boolean fromFiles,
    Map<String, Long> untracked,
    LiveCheck live,
    int neverSeen,
    LoadErrors errors) {

  /// @param instruments how many of this class the load answers for
  public record ClassCount(int instruments, CoverageCount sessions) {}

  /// @param calls all to the vendor that were made for it, those of earlier processes and retries
  ///   included: for bars, lists, tickers, splits, dividends and listings
  /// @param bytes received over the wire or read from files
  /// @param rows bars that answers brought and that were stored or were there already
  public record Cost(int calls, long bytes, long rows, Duration took) {}

  /// One instrument that is not whole.
  ///
  /// @param open sessions that are neither stored nor explained, as ranges in ascending order
  /// @param hasBars whether a bar of any session is stored
  public record SymbolOutcome(
      Symbol symbol,
      EquityCategory category,
      CoverageCount sessions,
      List<DateRange> open,
      boolean hasBars) {}

  public CoverageCount total() {
    return classes.values().stream()
        .map(ClassCount::sessions)
        .reduce(CoverageCount.NONE, CoverageCount::plus);
  }

  /// Refused rows that were the same as one that is kept in quarantine already, of an earlier load
  /// or of this one.
  public long refusedAgain() {
    return Math.max(0, quarantined - refusals.stream().mapToLong(Quarantine.Refusal::rows).sum());
  }

  /// Refused rows that make the load partial although each expected session may be stored.
  public long lost() {
    return fromFiles && interval == BarInterval.DAY ? quarantined : 0;
  }

  /// In which respects this is less than what was asked for, one line each.
  public List<String> weaker() {
    var total = total();
    var lines = new ArrayList<String>();
    for (var state :
        List.of(
            CellState.UNEXPLAINED,
            CellState.FAILED,
            CellState.REFUSED,
            CellState.REJECTED,
            CellState.PARTIAL,
            CellState.PROVISIONAL,
            CellState.PENDING)) {
      if (total.of(state) > 0) {
        lines.add(
            total.of(state)
                + " of "
                + total.expected()
                + " sessions "
                + state.name().toLowerCase(Locale.ROOT));
      }
    }
    if (sourceAdjustedRows > 0) {
      lines.add(sourceAdjustedRows + " bars are adjusted by their source, not raw");
    }
    if (lost() > 0) {
      lines.add(lost() + " rows of files refused by the checks, kept in quarantine");
    }
    notLoaded.forEach(line -> lines.add("not loaded: " + line));
    return lines;
  }

  /// Whether every expected session is stored or explained, and nothing that was asked for was left
  /// out.
  public boolean isWhole() {
    var total = total();
    return notLoaded.isEmpty()
        && failures.isEmpty()
        && lost() == 0
        && total.of(CellState.UNEXPLAINED) == 0
        && total.of(CellState.FAILED) == 0
        && total.of(CellState.REJECTED) == 0
        && total.of(CellState.REFUSED) == 0
        && total.of(CellState.PARTIAL) == 0;
  }
}
