package ai.tickstock.load;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Measures what is stored against what the exchange's calendar and the listings' lives expect.
/// Safe for use by many threads.
public final class CoverageReports {
  private static final String WITH_DAYS =
      """
      SELECT i.id FROM instrument i
      WHERE EXISTS (SELECT FROM bar_daily b WHERE b.instrument_id = i.id)
      ORDER BY i.id
      """;

  private static final String WITH_MINUTES =
      """
      SELECT i.id FROM instrument i
      WHERE EXISTS (SELECT FROM minute_session m WHERE m.instrument_id = i.id)
      ORDER BY i.id
      """;

  /// A failure counts until the same was asked again and answered. An answer for the whole market
  /// that the plan does not include is none, as in `RunStages`: it is made up for by symbol.
  private static final String FAILED =
      """
      SELECT t.kind, t.instrument_id, t.first_date, t.last_date, t.failure, t.failure_detail,
             CASE WHEN t.instrument_id IS NULL AND NOT r.everything
               THEN ARRAY(
                 SELECT i.instrument_id FROM load_run_instrument i WHERE i.run_id = t.run_id)
               END AS asked
      FROM load_task t JOIN load_run r ON r.id = t.run_id
      WHERE t.state IN ('failed', 'refused')
        AND t.kind = ANY (:kinds)
        AND NOT (t.kind = 'grouped' AND t.state = 'refused')
        AND t.first_date <= :last AND t.last_date >= :first
        AND NOT EXISTS (
          SELECT FROM load_task d
          WHERE d.state = 'done' AND d.id > t.id AND d.kind = t.kind
            AND d.instrument_id IS NOT DISTINCT FROM t.instrument_id
            AND d.first_date <= t.first_date AND d.last_date >= t.last_date)
      ORDER BY t.id
      """;

  private final Database database;
  private final Finality finality;
  private final Instruments instruments;
  private final Coverage coverage;
  private final EquityTypes types;
  private final Standings standings;

  private CoverageReports(Database database, Finality finality, InstantSource clock) {
    this.database = database;
    this.finality = finality;
    this.instruments = Instruments.postgres(database);
    this.coverage = Coverage.postgres();
    this.types = EquityTypes.postgres(database);
    this.standings = new Standings(instruments, coverage, finality, clock);
  }

  public static CoverageReports postgres(
      Database database, Finality finality, InstantSource clock) {
    return new CoverageReports(database, finality, clock);
  }

  /// Which sessions of the range are expected of an instrument that has bars.
  public enum Expect {
    /// All in which it was listed as far as is known: for a range that somebody asked for.
    WHOLE_RANGE,
    /// Those from its first bar on: for looking at what there is.
    FROM_FIRST_BAR
  }

  /// All instruments with a bar, by id.
  public Map<InstrumentId, Symbol> withBars(BarInterval interval) {
    var withBars = interval == BarInterval.DAY ? WITH_DAYS : WITH_MINUTES;
    var ids =
        database.read(h -> h.createQuery(withBars).mapTo(Integer.class).list()).stream()
            .map(InstrumentId::new)
            .toList();
    var found = new LinkedHashMap<InstrumentId, Symbol>();
    instruments.byId(ids).forEach((id, instrument) -> found.put(id, instrument.symbol()));
    return found;
  }

  /// From the first to the last session with a bar of any of these; empty when there is none. The
  /// part that the calendar does not know is left out.
  public Optional<DateRange> stored(BarInterval interval, Collection<InstrumentId> asked) {
    var lives = database.read(h -> coverage.lives(h, interval, asked)).values();
    var first = lives.stream().map(DateRange::first).min(Comparator.naturalOrder());
    var last = lives.stream().map(DateRange::last).max(Comparator.naturalOrder());
    return first.flatMap(
        f -> new DateRange(f, last.orElseThrow()).overlap(finality.calendar().known()));
  }

  /// Measures. Of an instrument without any bar the whole range is expected, cut by its listing.
  ///
  /// @param asked each with the ticker under which it is shown
  public CoverageReport report(
      BarInterval interval, Map<InstrumentId, Symbol> asked, DateRange range, Expect expect) {
    return database.read(h -> report(h, interval, asked, range, expect));
  }

  private CoverageReport report(
      Handle handle,
      BarInterval interval,
      Map<InstrumentId, Symbol> asked,
      DateRange range,
      Expect expect) {
    var failures = failures(handle, interval, range, asked.keySet());
    var failed = failures.cells();
    var all = new ArrayList<Standing>();
    if (expect == Expect.WHOLE_RANGE) {
      all.addAll(standings.of(handle, interval, range, false, asked, failed));
    } else {
      var lives = coverage.lives(handle, interval, asked.keySet());
      var withBars = new LinkedHashMap<>(asked);
      withBars.keySet().retainAll(lives.keySet());
      var without = new LinkedHashMap<>(asked);
      without.keySet().removeAll(lives.keySet());
      all.addAll(standings.of(handle, interval, range, true, withBars, failed));
      all.addAll(standings.of(handle, interval, range, false, without, failed));
    }
    var processing = types.now();
    var lines =
        all.stream()
            .map(standing -> line(standing, processing.category(standing.instrument()), failures))
            .sorted(Comparator.comparing(CoverageReport.Line::symbol))
            .toList();
    return new CoverageReport(interval, range, lines);
  }

  private CoverageReport.Line line(Standing standing, EquityCategory category, Failures failures) {
    return new CoverageReport.Line(
        standing.instrument(),
        standing.symbol(),
        category,
        standing.cells().count(),
        standing.life().map(DateRange::first),
        standing.life().map(DateRange::last),
        holes(standing, failures));
  }

  // ---- holes ------------------------------------------------------------------------------------

  private List<CoverageReport.Hole> holes(Standing standing, Failures failures) {
    var holes = new ArrayList<CoverageReport.Hole>();
    var expected = standing.cells().expected();
    for (var state : CellState.values()) {
      if (state != CellState.PRESENT) {
        var byWhy = new LinkedHashMap<Why, Set<LocalDate>>();
        standing.cells().in(state).stream()
            .forEach(session ->
                byWhy
                    .computeIfAbsent(
                        why(standing, state, session, failures), w -> new LinkedHashSet<>())
                    .add(session));
        byWhy.forEach((why, sessions) -> {
          var set = SessionSet.of(expected.range(), sessions);
          for (var range : set.ranges(expected)) {
            var within = set.within(range);
            holes.add(
                new CoverageReport.Hole(
                    range, within.size(), state, why.reason(), why.evidence(), why.leftOutBy()));
          }
        });
      }
    }
    oddities(standing).forEach(holes::add);
    holes.sort(Comparator.comparing(hole -> hole.sessions().first()));
    return holes;
  }

  /// Stored sessions with rows that were refused or came more than once.
  private static List<CoverageReport.Hole> oddities(Standing standing) {
    var oddities = new ArrayList<CoverageReport.Hole>();
    for (var remark : standing.known().remarks()) {
      var state = standing.cells().state(remark.session());
      if (state.isPresent() && remark.summary().rejected() > 0) {
        oddities.add(
            new CoverageReport.Hole(
                DateRange.of(remark.session()),
                1,
                state.get(),
                "refused_rows",
                "the checks refused " + rows(remark.summary().rejected()) + ", see quarantine",
                Set.of()));
      }
      if (state.isPresent() && remark.summary().repeats() > 0) {
        oddities.add(
            new CoverageReport.Hole(
                DateRange.of(remark.session()),
                1,
                state.get(),
                "repeated_rows",
                rows(remark.summary().repeats()) + " repeated another one exactly",
                Set.of()));
      }
    }
    return oddities;
  }

  private static String rows(int count) {
    return String.format(Locale.ROOT, "%,d", count) + (count == 1 ? " row" : " rows");
  }

  private record Why(String reason, String evidence, Set<Omission.AnswerPath> leftOutBy) {
    Why(String reason, String evidence) {
      this(reason, evidence, Set.of());
    }
  }

  private Why why(Standing standing, CellState state, LocalDate session, Failures failures) {
    return switch (state) {
      case CONFIRMED_EMPTY, REFUSED, REJECTED, ACCEPTED ->
          standing
              .known()
              .explanation(session)
              .map(e -> new Why(e.range().reason(), e.range().evidence()))
              .orElse(new Why("", ""));
      case FAILED -> failures.why(standing.instrument().id(), session);
      case PENDING -> new Why("not_published", "the session's values are not published yet");
      case PROVISIONAL ->
          new Why("provisional", "fetched before the vendor's values of the session were final");
      case PARTIAL -> partial(standing, session);
      case UNEXPLAINED -> unexplained(standing.known().leftOutBy(session));
      case PRESENT -> new Why("", "");
    };
  }

  private static Why partial(Standing standing, LocalDate session) {
    return standing
        .known()
        .remark(session)
        .map(remark -> new Why("minutes_missing", PartialSessionWords.words(remark)))
        .orElse(new Why("", ""));
  }

  private static Why unexplained(Set<Omission.AnswerPath> leftOutBy) {
    var words =
        leftOutBy.isEmpty()
            ? "never asked for"
            : leftOutBy.stream()
                .map(path -> path.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "left out by ", ""));
    return new Why("", words, leftOutBy);
  }

  // ---- failures ---------------------------------------------------------------------------------

  /// @param instruments whom it concerns
  private record Failure(Set<InstrumentId> instruments, DateRange sessions, Why why) {}

  private record Failures(List<Failure> all, Collection<InstrumentId> asked) {
    FailedCells cells() {
      var byInstrument = new HashMap<InstrumentId, List<DateRange>>();
      for (var failure : all) {
        for (var id : failure.instruments()) {
          byInstrument.computeIfAbsent(id, i -> new ArrayList<>()).add(failure.sessions());
        }
      }
      return new FailedCells(byInstrument, List.of());
    }

    /// The last failure of a cell.
    Why why(InstrumentId instrument, LocalDate session) {
      return all.reversed().stream()
          .filter(f -> f.instruments().contains(instrument) && f.sessions().contains(session))
          .findFirst()
          .map(Failure::why)
          .orElse(new Why("", ""));
    }
  }

  /// Tasks whose failure is the failure of a cell.
  private static List<String> kinds(BarInterval interval) {
    return Stream.of(NewTask.Kind.values())
        .filter(kind -> kind != NewTask.Kind.SECOND_LOOK && kind != NewTask.Kind.LISTING_LIFE)
        .filter(kind -> kind != NewTask.Kind.TICKER_FILE && kind.interval(interval) == interval)
        .map(NewTask.Kind::word)
        .toList();
  }

  private static Failures failures(
      Handle handle, BarInterval interval, DateRange range, Collection<InstrumentId> asked) {
    var everybody = Set.copyOf(asked);
    var all =
        handle
            .createQuery(FAILED)
            .bindArray("kinds", String.class, kinds(interval))
            .bind("first", range.first())
            .bind("last", range.last())
            .map((row, context) -> {
              var instrument = row.getObject("instrument_id", Integer.class);
              var array = row.getArray("asked");
              Set<InstrumentId> whom;
              if (instrument != null) {
                whom = Set.of(new InstrumentId(instrument));
              } else if (array != null) {
                whom = ids((Integer[]) array.getArray());
              } else {
                whom = everybody;
              }
              var sessions =
                  new DateRange(
                      row.getObject("first_date", LocalDate.class),
                      row.getObject("last_date", LocalDate.class));
              return new Failure(
                  whom,
                  sessions,
                  new Why(
                      Optional.ofNullable(row.getString("failure")).orElse(""),
                      Optional.ofNullable(row.getString("failure_detail")).orElse("")));
            })
            .list();
    return new Failures(all, asked);
  }

  private static Set<InstrumentId> ids(Integer[] numbers) {
    var ids = new LinkedHashSet<InstrumentId>();
    for (var number : numbers) {
      ids.add(new InstrumentId(number));
    }
    return ids;
  }
}
