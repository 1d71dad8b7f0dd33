package ai.tickstock.load;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.bars.Omission;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.Instrument;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is stored and what is not, session by session, of some instruments in a range.
///
/// @param lines in order of ticker
public record CoverageReport(BarInterval interval, DateRange range, List<Line> lines) {
  public CoverageReport {
    lines = List.copyOf(lines);
  }

  /// One instrument.
  ///
  /// @param firstBar first session with a bar, also outside the range
  /// @param lastBar last session with a bar, also outside the range
  /// @param holes sessions without a final bar, and stored ones with something odd about their
  ///   minutes, ascending
  public record Line(
      Instrument instrument,
      Symbol symbol,
      EquityCategory category,
      CoverageCount sessions,
      Optional<LocalDate> firstBar,
      Optional<LocalDate> lastBar,
      List<Hole> holes) {
    public Line {
      holes = List.copyOf(holes);
    }
  }

  /// Neighbouring expected sessions that are in one state for one reason.
  ///
  /// @param sessions from the first to the last of them
  /// @param count how many expected sessions that are
  /// @param reason a short code, e.g. `no_trade`, `UNREACHABLE`; empty when there is none
  /// @param evidence what was seen, for a person; empty when there is none
  /// @param leftOutBy of unexplained ones, by which ways somebody asked and had no bar; empty for
  ///   others
  public record Hole(
      DateRange sessions,
      int count,
      CellState state,
      String reason,
      String evidence,
      Set<Omission.AnswerPath> leftOutBy) {
    public Hole {
      leftOutBy = Set.copyOf(leftOutBy);
    }

    /// Whether it is unexplained because nobody asked, so that nothing was lost.
    public boolean isNeverAskedFor() {
      return state == CellState.UNEXPLAINED && leftOutBy.isEmpty();
    }
  }

  /// Sessions of all instruments together, by class; classes without instruments are missing.
  public Map<EquityCategory, LoadSummary.ClassCount> classes() {
    var classes = new EnumMap<EquityCategory, LoadSummary.ClassCount>(EquityCategory.class);
    for (var line : lines) {
      classes.merge(
          line.category(),
          new LoadSummary.ClassCount(1, line.sessions()),
          (a, b) ->
              new LoadSummary.ClassCount(
                  a.instruments() + b.instruments(), a.sessions().plus(b.sessions())));
    }
    return classes;
  }

  public CoverageCount total() {
    return lines.stream().map(Line::sessions).reduce(CoverageCount.NONE, CoverageCount::plus);
  }

  /// Whether nothing is unexplained, partial, failed, rejected or refused.
  public boolean isWhole() {
    var total = total();
    return total.of(CellState.UNEXPLAINED) == 0
        && total.of(CellState.FAILED) == 0
        && total.of(CellState.REJECTED) == 0
        && total.of(CellState.REFUSED) == 0
        && total.of(CellState.PARTIAL) == 0;
  }
}
