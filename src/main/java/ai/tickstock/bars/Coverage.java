package ai.tickstock.bars;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Which sessions are stored, and what is known about those that are not, for each interval apart.
/// Safe for use by many threads.
public interface Coverage {
  /// Coverage in a PostgreSQL database; each call brings the handle on which it works.
  static Coverage postgres() {
    return new PostgresCoverage();
  }

  /// Notes sessions that an answer left out, inside the caller's transaction. The same note twice
  /// is kept once.
  void noteOmissions(Handle transaction, int runId, BarInterval interval, List<Omission> omissions);

  /// Keeps explanations inside the caller's transaction.
  void explain(Handle transaction, int runId, BarInterval interval, List<ExplainedRange> ranges);

  /// What is stored and known for each of the instruments in the range, in one consistent look.
  /// Every asked instrument has an entry.
  Map<InstrumentId, Known> read(
      Handle handle, BarInterval interval, Collection<InstrumentId> instruments, DateRange range);

  /// From the first to the last session with a bar (ever). Instruments without any bar are missing.
  Map<InstrumentId, DateRange> lives(
      Handle handle, BarInterval interval, Collection<InstrumentId> instruments);

  /// As above, and how regularly the instrument trades, for which its bars are read.
  ///
  /// @param around only bars of these sessions count for the figures about trading
  default Map<InstrumentId, Trading> trading(
      Handle handle, BarInterval interval, Collection<InstrumentId> instruments, DateRange around) {
    return trading(handle, interval, instruments, around, ALL_DAYS);
  }

  /// As above, of each instrument's last so many days of life in these sessions only: enough to
  /// tell how it trades, and a range of years is not read for it.
  Map<InstrumentId, Trading> trading(
      Handle handle,
      BarInterval interval,
      Collection<InstrumentId> instruments,
      DateRange around,
      int lastDays);

  /// Longer than any range.
  int ALL_DAYS = 1_000_000;

  /// What is known of one instrument in a range.
  ///
  /// @param stored sessions with a bar, final or provisional
  /// @param provisional those of them whose bar is provisional
  /// @param traded sessions with a daily bar; for daily bars the same as `stored`
  /// @param remarks on stored sessions of minute bars: what is partial or odd about them, ascending
  /// @param explained oldest decision first
  /// @param omissions oldest first
  record Known(
      SessionSet stored,
      SessionSet provisional,
      SessionSet traded,
      List<Remark> remarks,
      List<Explained> explained,
      List<Omission> omissions) {
    /// Of daily bars: every stored session was traded on, and there are no remarks.
    static Known ofDays(
        SessionSet stored,
        SessionSet provisional,
        List<Explained> explained,
        List<Omission> omissions) {
      return new Known(stored, provisional, stored, List.of(), explained, omissions);
    }

    /// The explanation that holds for a session without a bar: the one decided last.
    public Optional<Explained> explanation(LocalDate session) {
      return explained.stream()
          .filter(e -> e.range().sessions().contains(session))
          .reduce((a, b) -> b);
    }

    /// By which ways somebody looked for a session's bar and got an answer without it.
    public Set<Omission.AnswerPath> leftOutBy(LocalDate session) {
      var paths = EnumSet.noneOf(Omission.AnswerPath.class);
      for (var omission : omissions) {
        if (omission.sessions().contains(session)) {
          paths.add(omission.path());
        }
      }
      return paths;
    }

    /// Stored sessions of which a part of the regular hours is missing.
    public SessionSet partial() {
      return SessionSet.of(
          stored.range(), remarks.stream().filter(Remark::isPartial).map(Remark::session).toList());
    }

    public Optional<Remark> remark(LocalDate session) {
      return remarks.stream().filter(remark -> remark.session().equals(session)).findFirst();
    }
  }

  /// What is partial or odd about the stored minute bars of one session.
  ///
  /// @param isPartial a part of the regular hours has no bars although the instrument trades all
  ///   the time: by the gap itself, see [MinuteSession#isPartial], or because the session has less
  ///   than four tenths of the bars that are usual for the instrument around it
  /// @param usualBars median of regular bars for each hundred regular minutes around
  /// @param asks answers in a row that brought the same bars
  record Remark(
      LocalDate session,
      boolean isPartial,
      MinuteSession summary,
      double usualBars,
      int asks,
      Instant askedAt) {}

  /// An explanation with its date.
  record Explained(ExplainedRange range, Instant decidedAt, int runId) {}

  /// How an instrument trades.
  ///
  /// @param firstBar first session with a bar of all
  /// @param lastBar last session with a bar of all
  /// @param bars number of bars around
  /// @param medianVolume shares a session of the bars around; empty without volumes
  /// @param medianTrades trades a session of the bars around; empty where the source has none
  record Trading(
      LocalDate firstBar,
      LocalDate lastBar,
      int bars,
      OptionalDouble medianVolume,
      OptionalDouble medianTrades) {}
}
