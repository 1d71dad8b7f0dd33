package ai.tickstock.load;

import ai.tickstock.bars.CoverageCount;
import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.UpdateFrequency;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Measures how much of each equity type was processed for a session, from what is stored. Safe for
/// use by many threads.
public final class ComplianceReports {
  private static final String WHOLE_MARKET =
      """
      SELECT max(t.id)
      FROM load_task t JOIN load_run r ON r.id = t.run_id
      WHERE r.everything AND t.state = 'done' AND t.first_date = :session
        AND (t.kind = 'day_file' OR t.kind = 'grouped' AND t.finished_at >= :final)
      """;

  private static final String NOT_STORED =
      "SELECT code, bars FROM load_untracked WHERE task_id = :task";

  /// A run that took no bar of a type may yet have found that it has none.
  private static final String LAST_RUNS =
      """
      SELECT DISTINCT ON (1) coalesce(c.processing_class, i.type, '') AS code, r.id, r.finished_at
      FROM load_run r
      JOIN load_run_instrument a ON a.run_id = r.id
      JOIN instrument i ON i.id = a.instrument_id
      LEFT JOIN instrument_class c ON c.instrument_id = i.id
      WHERE r.bar_interval = 'day' AND :session BETWEEN r.first_date AND r.last_date
        AND r.state IN ('complete', 'partial')
      ORDER BY 1, r.finished_at DESC, r.id DESC
      """;

  private static final String UNVALIDATED =
      """
      SELECT asked.id
      FROM unnest(:instruments) AS asked (id)
      WHERE EXISTS (
          SELECT FROM bar_minute b
          WHERE b.instrument_id = asked.id AND b.start >= :first AND b.start < :ended)
        AND NOT EXISTS (
          SELECT FROM minute_session m
          WHERE m.instrument_id = asked.id AND m.session = :session AND NOT m.provisional)
      """;

  private static final String LACKING =
      """
      SELECT f.fact, count(*) AS instruments
      FROM unnest(:facts) AS f (fact) CROSS JOIN instrument i
      WHERE i.id = ANY (:instruments) AND to_jsonb(i) ->> f.fact IS NULL
      GROUP BY f.fact
      """;

  private final Database database;
  private final Finality finality;
  private final Instruments instruments;
  private final EquityTypes types;
  private final CoverageReports coverage;

  private ComplianceReports(Database database, Finality finality, InstantSource clock) {
    this.database = database;
    this.finality = finality;
    this.instruments = Instruments.postgres(database);
    this.types = EquityTypes.postgres(database);
    this.coverage = CoverageReports.postgres(database, finality, clock);
  }

  public static ComplianceReports postgres(
      Database database, Finality finality, InstantSource clock) {
    return new ComplianceReports(database, finality, clock);
  }

  /// @param session one of the exchange's
  public ComplianceReport of(LocalDate session) {
    var processing = types.now();
    var byCode = new HashMap<String, List<Instrument>>();
    for (var instrument : instruments.all(InstrumentFilter.EVERY)) {
      if (isTrading(instrument, session)) {
        byCode
            .computeIfAbsent(processing.code(instrument).orElse(""), c -> new ArrayList<>())
            .add(instrument);
      }
    }
    var rows = new LinkedHashMap<String, Optional<EquityType>>();
    types.all().forEach(type -> rows.put(type.code(), Optional.of(type)));
    new TreeMap<>(byCode)
        .descendingKeySet()
        .forEach(code -> rows.putIfAbsent(code, Optional.empty()));

    var tracked = new LinkedHashMap<InstrumentId, Symbol>();
    byCode.forEach((code, ofCode) -> {
      if (isTracked(rows.getOrDefault(code, Optional.empty()))) {
        ofCode.forEach(one -> tracked.put(one.id(), one.symbol()));
      }
    });
    return database.read(h -> {
      var answer = wholeMarketAnswer(h, session);
      var cells = cells(tracked, session, answer.isPresent());
      var notStored = answer.map(task -> notStored(h, task)).orElse(Map.of());
      var last = lastRuns(h, session);
      var lines = new ArrayList<ComplianceReport.Line>();
      rows.forEach((code, type) -> {
        var line =
            line(
                h,
                session,
                code,
                type,
                byCode.getOrDefault(code, List.of()),
                cells,
                notStored.getOrDefault(code, 0L),
                Optional.ofNullable(last.get(code)));
        if (isWorthALine(line)) {
          lines.add(line);
        }
      });
      return new ComplianceReport(session, answer.isPresent(), lines);
    });
  }

  private static boolean isTrading(Instrument instrument, LocalDate session) {
    return instrument.delistDate().map(date -> date.isAfter(session)).orElse(instrument.active());
  }

  /// What nobody has classified, and what is known from bars only, is measured as well.
  private static boolean isTracked(Optional<EquityType> type) {
    return type.map(row -> row.updateFrequency() != UpdateFrequency.MANUAL).orElse(true);
  }

  private static boolean isWorthALine(ComplianceReport.Line line) {
    return line.instruments() > 0 || line.notStored() > 0;
  }

  private ComplianceReport.Line line(
      Handle h,
      LocalDate session,
      String code,
      Optional<EquityType> type,
      List<Instrument> ofCode,
      Map<InstrumentId, CoverageCount> cells,
      long notStored,
      Optional<ComplianceReport.LastRun> last) {
    var count = CoverageCount.NONE;
    int neverSeen = 0;
    for (var one : ofCode) {
      var cell = cells.get(one.id());
      count = cell == null ? count : count.plus(cell);
      neverSeen += cell == null && isTracked(type) ? 1 : 0;
    }
    var ids = ofCode.stream().map(one -> one.id().value()).toList();
    boolean isValidated =
        type.map(
                row -> row.endOfDayValidated() && row.updateFrequency() == UpdateFrequency.REALTIME)
            .orElse(false);
    return new ComplianceReport.Line(
        code,
        type,
        ofCode.size(),
        neverSeen,
        count,
        isValidated ? unvalidated(h, ids, session) : 0,
        notStored,
        lacking(h, type.map(EquityType::facts).orElse(List.of()), ids),
        last);
  }

  /// The cell of each instrument that has bars or is expected to have one; the others are missing.
  private Map<InstrumentId, CoverageCount> cells(
      Map<InstrumentId, Symbol> tracked, LocalDate session, boolean wholeMarket) {
    var cells = new HashMap<InstrumentId, CoverageCount>();
    var report =
        coverage.report(
            BarInterval.DAY,
            tracked,
            DateRange.of(session),
            wholeMarket
                ? CoverageReports.Expect.FROM_FIRST_BAR
                : CoverageReports.Expect.WHOLE_RANGE);
    for (var line : report.lines()) {
      if (!wholeMarket || line.firstBar().isPresent()) {
        cells.put(line.instrument().id(), line.sessions());
      }
    }
    return cells;
  }

  private Optional<Long> wholeMarketAnswer(Handle h, LocalDate session) {
    return h.createQuery(WHOLE_MARKET)
        .bind("session", session)
        .bind("final", finality.finalAfter(session).atOffset(ZoneOffset.UTC))
        .mapTo(Long.class)
        .findOne();
  }

  private static Map<String, Long> notStored(Handle h, long task) {
    return h.createQuery(NOT_STORED)
        .bind("task", task)
        .reduceRows(
            new HashMap<String, Long>(),
            (map, row) -> {
              map.put(row.getColumn("code", String.class), row.getColumn("bars", Long.class));
              return map;
            });
  }

  private static Map<String, ComplianceReport.LastRun> lastRuns(Handle h, LocalDate session) {
    return h.createQuery(LAST_RUNS)
        .bind("session", session)
        .reduceRows(
            new HashMap<String, ComplianceReport.LastRun>(),
            (map, row) -> {
              map.put(
                  row.getColumn("code", String.class),
                  new ComplianceReport.LastRun(
                      row.getColumn("id", Integer.class),
                      row.getColumn("finished_at", OffsetDateTime.class).toInstant()));
              return map;
            });
  }

  private static int unvalidated(Handle h, List<Integer> ids, LocalDate session) {
    return h.createQuery(UNVALIDATED)
        .bindArray("instruments", Integer.class, ids)
        .bind("first", Bar.startOfSession(session).atOffset(ZoneOffset.UTC))
        .bind("ended", Bar.startOfSession(session.plusDays(1)).atOffset(ZoneOffset.UTC))
        .bind("session", session)
        .mapTo(Integer.class)
        .list()
        .size();
  }

  private static Map<String, Integer> lacking(Handle h, List<String> facts, List<Integer> ids) {
    if (facts.isEmpty() || ids.isEmpty()) {
      return Map.of();
    }
    return h.createQuery(LACKING)
        .bindArray("facts", String.class, facts)
        .bindArray("instruments", Integer.class, ids)
        .reduceRows(
            new TreeMap<String, Integer>(),
            (map, row) -> {
              map.put(
                  row.getColumn("fact", String.class), row.getColumn("instruments", Integer.class));
              return map;
            });
  }
}
