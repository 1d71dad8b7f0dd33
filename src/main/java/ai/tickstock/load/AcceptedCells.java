package ai.tickstock.load;

import ai.tickstock.audit.Audit;
import ai.tickstock.bars.CellState;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.database.Database;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Sessions of which a person says that no bar is missed, although there is neither evidence nor a
/// finding. Safe for use by many threads.
///
/// Of an instrument without any bar they may lie ahead, and loads ask for them all the same: with
/// its first bar the acceptance ends for the sessions from then on.
public final class AcceptedCells {
  private static final String BY_HAND = "by_hand";
  private static final String NO_BAR_YET = "no_bar_yet";

  private static final String FORGET =
      """
      DELETE FROM coverage_range
      WHERE instrument_id = :instrument AND bar_interval = :interval AND state = 'accepted'
        AND reason IN (:by_hand, :no_bar_yet) AND first_session <= :last AND last_session >= :first
      RETURNING first_session, last_session
      """;

  private final Database database;
  private final Standings standings;
  private final InstantSource clock;

  private AcceptedCells(Database database, Finality finality, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    standings = new Standings(Instruments.postgres(database), Coverage.postgres(), finality, clock);
  }

  public static AcceptedCells postgres(Database database, Finality finality, InstantSource clock) {
    return new AcceptedCells(database, finality, clock);
  }

  /// The dates of a decision.
  ///
  /// @throws DatesRefused when the last one lies before the first one
  public static DateRange dates(LocalDate from, LocalDate to) {
    if (to.isBefore(from)) {
      throw new DatesRefused("--to " + to + " lies before --from " + from);
    }
    return new DateRange(from, to);
  }

  /// Whether `accept` accepted them, so that `reopen` takes it back; others are accepted with a
  /// finding.
  public static boolean areAcceptedByHand(CoverageReport.Hole hole) {
    return hole.state() == CellState.ACCEPTED
        && (hole.reason().equals(BY_HAND) || hole.reason().equals(NO_BAR_YET));
  }

  /// What is said where `accept` found nothing.
  public static String nothingToAccept(Instrument instrument, DateRange range) {
    return "nothing to accept: no session of "
        + instrument.symbol()
        + " in "
        + range
        + " is unexplained";
  }

  /// What is said where `reopen` found nothing.
  public static String nothingToReopen(Instrument instrument, DateRange range) {
    return "nothing to take back: nothing of "
        + instrument.symbol()
        + " in "
        + range
        + " was accepted by 'coverage accept'";
  }

  /// Accepts the sessions of the range that are neither stored nor explained.
  ///
  /// @param reason in words; kept with the cells, and in the audit
  /// @param by user and host
  /// @return what is accepted from now on, ascending; empty where nothing was to be accepted
  /// @throws DatesRefused when the range ends after today, and the instrument has a bar
  public List<DateRange> accept(
      Instrument instrument, BarInterval interval, DateRange range, String reason, String by) {
    return database.inTransaction(handle -> {
      var standing =
          standings
              .of(
                  handle,
                  interval,
                  range,
                  false,
                  Map.of(instrument.id(), instrument.symbol()),
                  FailedCells.NONE)
              .getFirst();
      var today = Bar.dateOf(clock.instant());
      boolean isAhead = range.last().isAfter(today);
      if (isAhead && standing.life().isPresent()) {
        throw new DatesRefused(
            instrument.symbol()
                + " has bars: its sessions after today, "
                + today
                + ", cannot be accepted before they are over");
      }
      var ranges = new ArrayList<>(standing.missing().ranges(standing.cells().expected()));
      if (isAhead) {
        var first =
            ranges.isEmpty()
                ? Collections.max(List.of(today, range.first()))
                : ranges.removeLast().first();
        ranges.add(new DateRange(first, range.last()));
      }
      keep(handle, instrument, interval, standing.life(), ranges, reason + " (" + by + ")");
      ranges.forEach(one -> note(handle, by, "coverage accept", instrument, interval, one, reason));
      return ranges;
    });
  }

  private void keep(
      Handle handle,
      Instrument instrument,
      BarInterval interval,
      Optional<DateRange> life,
      List<DateRange> ranges,
      String words) {
    Coverage.postgres()
        .explain(
            handle,
            0,
            interval,
            ranges.stream()
                .map(range ->
                    new ExplainedRange(
                        instrument.id(),
                        range,
                        ExplainedRange.State.ACCEPTED,
                        life.isEmpty() ? NO_BAR_YET : BY_HAND,
                        words,
                        life.isEmpty() ? Optional.of(clock.instant()) : Optional.empty()))
                .toList());
  }

  /// Takes acceptances back, each as a whole, that have a date of the range.
  ///
  /// @return what was accepted, ascending
  public List<DateRange> reopen(
      Instrument instrument, BarInterval interval, DateRange range, String reason, String by) {
    return database.inTransaction(handle -> {
      var ranges =
          handle
              .createQuery(FORGET)
              .bind("instrument", instrument.id().value())
              .bind("interval", interval.word())
              .bind("by_hand", BY_HAND)
              .bind("no_bar_yet", NO_BAR_YET)
              .bind("first", range.first())
              .bind("last", range.last())
              .map((row, context) ->
                  new DateRange(
                      row.getObject("first_session", LocalDate.class),
                      row.getObject("last_session", LocalDate.class)))
              .list()
              .stream()
              .distinct()
              .sorted(Comparator.comparing(DateRange::first))
              .toList();
      ranges.forEach(one -> note(handle, by, "coverage reopen", instrument, interval, one, reason));
      return ranges;
    });
  }

  private static void note(
      Handle handle,
      String by,
      String action,
      Instrument instrument,
      BarInterval interval,
      DateRange range,
      String reason) {
    Audit.note(
        handle, by, action, instrument.symbol() + " " + interval.word(), range + ": " + reason);
  }

  /// What is known of an instrument, without what was accepted only as long as it had no bar.
  ///
  /// @param life from its first to its last bar
  static Coverage.Known holding(Coverage.Known known, Optional<DateRange> life) {
    if (life.isEmpty() || known.explained().stream().noneMatch(AcceptedCells::isOfNoBarYet)) {
      return known;
    }
    var first = life.get().first();
    var holding = new ArrayList<Coverage.Explained>(known.explained().size());
    for (var one : known.explained()) {
      var range = one.range();
      if (!isOfNoBarYet(one) || range.sessions().last().isBefore(first)) {
        holding.add(one);
      } else if (range.sessions().first().isBefore(first)) {
        holding.add(
            new Coverage.Explained(
                new ExplainedRange(
                    range.instrument(),
                    new DateRange(range.sessions().first(), first.minusDays(1)),
                    range.state(),
                    range.reason(),
                    range.evidence(),
                    Optional.empty()),
                one.decidedAt(),
                one.runId()));
      }
    }
    return new Coverage.Known(
        known.stored(),
        known.provisional(),
        known.traded(),
        known.remarks(),
        holding,
        known.omissions());
  }

  private static boolean isOfNoBarYet(Coverage.Explained one) {
    return one.range().state() == ExplainedRange.State.ACCEPTED
        && one.range().reason().equals(NO_BAR_YET);
  }
}
