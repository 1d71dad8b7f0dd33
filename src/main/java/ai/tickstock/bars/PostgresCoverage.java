package ai.tickstock.bars;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Coverage: sessions of daily bars from `bar_daily` itself, of minute bars from their summaries in
/// `minute_session`; explanations and omissions from `coverage_range` and `coverage_omission`.
final class PostgresCoverage implements Coverage {
  /// Of one look; dates as days since 1970. In the order of the key, so that two of them wait for
  /// each other at most once.
  private static final String NOTE_OMISSIONS =
      """
      INSERT INTO coverage_omission (instrument_id, bar_interval, first_session, last_session, path, asked_at, run_id)
      SELECT n.instrument_id, :interval, date '1970-01-01' + n.first, date '1970-01-01' + n.last, :path, :asked, :run
      FROM unnest(:instruments, :firsts, :lasts) AS n (instrument_id, first, last)
      ON CONFLICT DO NOTHING\
      """;

  private static final String EXPLAIN =
      """
      INSERT INTO coverage_range (instrument_id, bar_interval, first_session, last_session, state, reason, evidence, run_id,
        recheck_after)
      SELECT n.instrument_id, :interval, n.first_session, n.last_session, n.state, n.reason, n.evidence, :run,
        CAST(nullif(n.recheck_after, '') AS timestamptz)
      FROM unnest(CAST(:instruments AS integer[]), CAST(:firsts AS date[]), CAST(:lasts AS date[]), CAST(:states AS text[]),
          CAST(:reasons AS text[]), CAST(:evidence AS text[]), CAST(:rechecks AS text[]))
        WITH ORDINALITY AS n (instrument_id, first_session, last_session, state, reason, evidence, recheck_after, place)
      ORDER BY n.place\
      """;

  /// One statement, so that bars and explanations are of one moment. Sessions come as days after
  /// the first. What is stored of an instrument is read in the way of its interval.
  private static final String READ =
      """
      WITH asked AS MATERIALIZED (
        SELECT instrument_id FROM unnest(CAST(:instruments AS integer[])) AS n (instrument_id))
      SELECT 'stored' AS kind, asked.instrument_id, CAST(held.stored AS text) AS stored, CAST(held.provisional AS text) AS provisional,
        CAST(held.traded AS text) AS traded, CAST(NULL AS date) AS first_session,
        CAST(NULL AS date) AS last_session, NULL AS word, NULL AS reason, NULL AS evidence, CAST(NULL AS timestamptz) AS at,
        CAST(NULL AS timestamptz) AS recheck_after, 0 AS run_id, CAST(0 AS bigint) AS id
      FROM asked
      CROSS JOIN LATERAL ({stored}) held
      UNION ALL
      SELECT 'explained', c.instrument_id, NULL, NULL, NULL, c.first_session, c.last_session, c.state, c.reason, c.evidence, c.decided_at,
        c.recheck_after, c.run_id, c.id
      FROM asked JOIN coverage_range c ON c.instrument_id = asked.instrument_id
      WHERE c.bar_interval = :interval AND c.first_session <= :last AND c.last_session >= :first
      UNION ALL
      SELECT 'omission', o.instrument_id, NULL, NULL, NULL, o.first_session, o.last_session, o.path, NULL, NULL, o.asked_at, NULL, o.run_id,
        0
      FROM asked JOIN coverage_omission o ON o.instrument_id = asked.instrument_id
      WHERE o.bar_interval = :interval AND o.first_session <= :last AND o.last_session >= :first
      ORDER BY at, id, first_session, last_session, word\
      """;

  /// Read from keys alone, of provisional ones from theirs: rows of bars are many times as large.
  private static final String STORED_DAYS =
      """
      SELECT
        (SELECT array_agg(b.session - CAST(:first AS date)) FROM bar_daily b
          WHERE b.instrument_id = asked.instrument_id AND b.session BETWEEN :first AND :last) AS stored,
        (SELECT array_agg(b.session - CAST(:first AS date)) FROM bar_daily b
          WHERE b.instrument_id = asked.instrument_id AND b.session BETWEEN :first AND :last AND b.provisional) AS provisional,
        CAST(NULL AS integer[]) AS traded\
      """;

  private static final String STORED_MINUTES =
      """
      SELECT minutes.stored, minutes.provisional, days.traded
      FROM (
          SELECT array_agg(m.session - CAST(:first AS date)) AS stored,
            array_agg(m.session - CAST(:first AS date)) FILTER (WHERE m.provisional) AS provisional
          FROM minute_session m
          WHERE m.instrument_id = asked.instrument_id AND m.session BETWEEN :first AND :last) minutes,
        (SELECT coalesce(array_agg(b.session - CAST(:first AS date)), '{}') AS traded
          FROM bar_daily b
          WHERE b.instrument_id = asked.instrument_id AND b.session BETWEEN :first AND :last) days\
      """;

  static final String READ_DAYS = READ.replace("{stored}", STORED_DAYS);
  private static final String READ_MINUTES = READ.replace("{stored}", STORED_MINUTES);

  /// Regular bars in a hundred regular minutes from which on an instrument trades all the time.
  private static final double DENSE = 25;

  /// Share of the usual bars below which a session of such an instrument is partial.
  private static final double FEW = 0.4;

  /// What is usual is the median over the asked range and a month on both sides.
  private static final String REMARKS =
      """
      SELECT asked.instrument_id, usual.density, m.session, m.bars, m.regular_bars, m.regular_minutes, m.first_start, m.last_start,
        m.gap_at_open, m.gap_at_close, m.longest_gap, m.longest_gap_start, m.open, m.high, m.low, m.close, m.volume, m.regular_volume,
        m.trades, m.repeats, m.rejected, m.lost, m.provisional, m.asks, m.asked_at,
        m.is_partial OR few.are_few AS is_partial
      FROM unnest(CAST(:instruments AS integer[])) AS asked (instrument_id)
      CROSS JOIN LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY 100.0 * u.regular_bars / u.regular_minutes) AS density
        FROM minute_session u
        WHERE u.instrument_id = asked.instrument_id
          AND u.session BETWEEN CAST(:first AS date) - 30 AND CAST(:last AS date) + 30) usual
      JOIN minute_session m ON m.instrument_id = asked.instrument_id
      CROSS JOIN LATERAL (
        SELECT coalesce(usual.density >= :dense
          AND 100.0 * m.regular_bars / m.regular_minutes < :few * usual.density, false) AS are_few) few
      WHERE m.session BETWEEN :first AND :last AND (m.is_partial OR m.repeats > 0 OR m.rejected > 0 OR few.are_few)
      ORDER BY asked.instrument_id, m.session\
      """;

  private static final String LIVES =
      """
      SELECT asked.instrument_id, oldest.session AS first_bar, newest.session AS last_bar
      FROM unnest(CAST(:instruments AS integer[])) AS asked (instrument_id)
      CROSS JOIN LATERAL (
        SELECT b.session FROM {bars} b WHERE b.instrument_id = asked.instrument_id ORDER BY b.session LIMIT 1) oldest
      CROSS JOIN LATERAL (
        SELECT b.session FROM {bars} b WHERE b.instrument_id = asked.instrument_id ORDER BY b.session DESC LIMIT 1) newest\
      """;

  private static final String TRADING =
      """
      SELECT asked.instrument_id, oldest.session AS first_bar, newest.session AS last_bar, around.bars, around.median_volume,
        around.median_trades
      FROM unnest(CAST(:instruments AS integer[])) AS asked (instrument_id)
      CROSS JOIN LATERAL (
        SELECT b.session FROM {bars} b WHERE b.instrument_id = asked.instrument_id ORDER BY b.session LIMIT 1) oldest
      CROSS JOIN LATERAL (
        SELECT b.session FROM {bars} b WHERE b.instrument_id = asked.instrument_id ORDER BY b.session DESC LIMIT 1) newest
      CROSS JOIN LATERAL (
        SELECT count(*) AS bars, percentile_cont(0.5) WITHIN GROUP (ORDER BY b.volume) AS median_volume,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY b.trades) AS median_trades
        FROM {bars} b
        WHERE b.instrument_id = asked.instrument_id
          AND b.session BETWEEN greatest(CAST(:first AS date), least(newest.session, CAST(:last AS date)) - CAST(:days AS integer) + 1)
            AND CAST(:last AS date)) around\
      """;

  /// Minutes are summed up by session in a table with the same columns.
  private static String of(BarInterval interval, String query) {
    return switch (interval) {
      case DAY -> query.replace("{bars}", "bar_daily");
      case MINUTE -> query.replace("{bars}", "minute_session");
    };
  }

  @Override
  public void noteOmissions(
      Handle transaction, int runId, BarInterval interval, List<Omission> omissions) {
    var byLook = new TreeMap<Look, List<Omission>>();
    omissions.stream()
        .sorted(
            Comparator.comparingInt((Omission o) -> o.instrument().value())
                .thenComparing(o -> o.sessions().first())
                .thenComparing(o -> o.sessions().last()))
        .forEach(o -> byLook.computeIfAbsent(Look.of(o), _ -> new ArrayList<>()).add(o));
    byLook.forEach((look, leftOut) ->
        transaction
            .createUpdate(NOTE_OMISSIONS)
            .bind("run", runId)
            .bind("interval", interval.word())
            .bind("path", word(look.path()))
            .bind("asked", look.askedAt().atOffset(ZoneOffset.UTC))
            .bindArray("instruments", Integer.class, column(leftOut, o -> o.instrument().value()))
            .bindArray("firsts", Integer.class, column(leftOut, o -> day(o.sessions().first())))
            .bindArray("lasts", Integer.class, column(leftOut, o -> day(o.sessions().last())))
            .execute());
  }

  /// What the omissions of one answer, or of one judgement, share: thousands of them, mostly.
  ///
  /// @param askedAt as exact as the database keeps it, so that the same note is the same row
  private record Look(Omission.AnswerPath path, Instant askedAt) implements Comparable<Look> {
    static Look of(Omission omission) {
      return new Look(omission.path(), omission.askedAt().truncatedTo(ChronoUnit.MICROS));
    }

    @Override
    public int compareTo(Look other) {
      return Comparator.comparing(Look::path).thenComparing(Look::askedAt).compare(this, other);
    }
  }

  private static int day(LocalDate date) {
    return Math.toIntExact(date.toEpochDay());
  }

  @Override
  public void explain(
      Handle transaction, int runId, BarInterval interval, List<ExplainedRange> ranges) {
    if (ranges.isEmpty()) {
      return;
    }
    transaction
        .createUpdate(EXPLAIN)
        .bind("run", runId)
        .bind("interval", interval.word())
        .bindArray("instruments", Integer.class, column(ranges, r -> r.instrument().value()))
        .bindArray("firsts", String.class, column(ranges, r -> r.sessions().first().toString()))
        .bindArray("lasts", String.class, column(ranges, r -> r.sessions().last().toString()))
        .bindArray("states", String.class, column(ranges, r -> word(r.state())))
        .bindArray("reasons", String.class, column(ranges, ExplainedRange::reason))
        .bindArray("evidence", String.class, column(ranges, ExplainedRange::evidence))
        .bindArray(
            "rechecks",
            String.class,
            column(ranges, r -> r.recheckAfter().map(PostgresCoverage::micros).orElse("")))
        .execute();
  }

  @Override
  public Map<InstrumentId, Known> read(
      Handle handle, BarInterval interval, Collection<InstrumentId> instruments, DateRange range) {
    var found = new HashMap<InstrumentId, Found>();
    var ids = instruments.stream().distinct().toList();
    ids.forEach(id -> found.put(id, new Found(range)));
    handle
        .createQuery(interval == BarInterval.DAY ? READ_DAYS : READ_MINUTES)
        .bindArray("instruments", Integer.class, column(ids, InstrumentId::value))
        .bind("interval", interval.word())
        .bind("first", range.first())
        .bind("last", range.last())
        .setFetchSize(1_000)
        .map((row, context) -> {
          var instrument = new InstrumentId(row.getInt("instrument_id"));
          found.computeIfAbsent(instrument, id -> new Found(range)).take(instrument, row);
          return instrument;
        })
        .forEach(instrument -> {});
    if (interval == BarInterval.MINUTE) {
      remarks(handle, ids, range)
          .forEach((id, remarks) ->
              found.computeIfAbsent(id, i -> new Found(range)).remarks.addAll(remarks));
    }
    var known = new HashMap<InstrumentId, Known>(found.size() * 2);
    found.forEach((instrument, parts) -> known.put(instrument, parts.known()));
    return known;
  }

  private static Map<InstrumentId, List<Remark>> remarks(
      Handle handle, List<InstrumentId> instruments, DateRange range) {
    var remarks = new HashMap<InstrumentId, List<Remark>>();
    handle
        .createQuery(REMARKS)
        .bind("dense", DENSE)
        .bind("few", FEW)
        .bindArray("instruments", Integer.class, column(instruments, InstrumentId::value))
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) ->
            Map.entry(
                new InstrumentId(row.getInt("instrument_id")),
                new Remark(
                    row.getObject("session", LocalDate.class),
                    row.getBoolean("is_partial"),
                    MinuteSessions.session(row),
                    row.getDouble("density"),
                    row.getInt("asks"),
                    StoredRows.instant(row, "asked_at"))))
        .forEach(entry ->
            remarks.computeIfAbsent(entry.getKey(), id -> new ArrayList<>()).add(entry.getValue()));
    return remarks;
  }

  @Override
  public Map<InstrumentId, DateRange> lives(
      Handle handle, BarInterval interval, Collection<InstrumentId> instruments) {
    var lives = new HashMap<InstrumentId, DateRange>();
    handle
        .createQuery(of(interval, LIVES))
        .bindArray(
            "instruments",
            Integer.class,
            column(instruments.stream().distinct().toList(), InstrumentId::value))
        .map((row, context) ->
            Map.entry(
                new InstrumentId(row.getInt("instrument_id")),
                new DateRange(
                    row.getObject("first_bar", LocalDate.class),
                    row.getObject("last_bar", LocalDate.class))))
        .forEach(entry -> lives.put(entry.getKey(), entry.getValue()));
    return lives;
  }

  @Override
  public Map<InstrumentId, Trading> trading(
      Handle handle,
      BarInterval interval,
      Collection<InstrumentId> instruments,
      DateRange around,
      int lastDays) {
    var trading = new HashMap<InstrumentId, Trading>();
    handle
        .createQuery(of(interval, TRADING))
        .bindArray(
            "instruments",
            Integer.class,
            column(instruments.stream().distinct().toList(), InstrumentId::value))
        .bind("first", around.first())
        .bind("last", around.last())
        .bind("days", lastDays)
        .map((row, context) ->
            Map.entry(new InstrumentId(row.getInt("instrument_id")), tradingOf(row)))
        .forEach(entry -> trading.put(entry.getKey(), entry.getValue()));
    return trading;
  }

  private static Trading tradingOf(ResultSet row) throws SQLException {
    return new Trading(
        row.getObject("first_bar", LocalDate.class),
        row.getObject("last_bar", LocalDate.class),
        row.getInt("bars"),
        median(row, "median_volume"),
        median(row, "median_trades"));
  }

  private static OptionalDouble median(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static <R, T> List<T> column(List<R> rows, Function<R, T> value) {
    return rows.stream().map(value).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// As exact as the database keeps it, so that the same note is the same row.
  private static String micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /// What the rows of one instrument have told so far.
  private static final class Found {
    private final DateRange range;
    private SessionSet stored;
    private SessionSet provisional;
    private SessionSet traded;
    private final List<Remark> remarks = new ArrayList<>(0);
    private final List<Explained> explained = new ArrayList<>(0);
    private final List<Omission> omissions = new ArrayList<>(0);

    Found(DateRange range) {
      this.range = range;
      this.stored = SessionSet.none(range);
      this.provisional = stored;
      this.traded = stored;
    }

    void take(InstrumentId instrument, ResultSet row) throws SQLException {
      switch (row.getString("kind")) {
        case "stored" -> {
          stored = sessions(row, "stored");
          provisional = sessions(row, "provisional");
          traded = row.getString("traded") == null ? stored : sessions(row, "traded");
        }
        case "explained" -> explained.add(explained(instrument, row));
        case "omission" ->
            omissions.add(
                new Omission(
                    instrument,
                    sessions(row),
                    Omission.AnswerPath.valueOf(row.getString("word").toUpperCase(Locale.ROOT)),
                    instant(row, "at")));
        default -> throw new IllegalStateException(row.getString("kind"));
      }
    }

    Known known() {
      return new Known(
          stored,
          provisional,
          traded,
          List.copyOf(remarks),
          List.copyOf(explained),
          List.copyOf(omissions));
    }

    private SessionSet sessions(ResultSet row, String column) throws SQLException {
      // As text: the driver would make an object of each of millions of numbers.
      var offsets = row.getString(column);
      return offsets == null ? SessionSet.none(range) : SessionSet.ofOffsets(range, offsets);
    }

    private static Explained explained(InstrumentId instrument, ResultSet row) throws SQLException {
      var recheckAfter =
          Optional.ofNullable(row.getObject("recheck_after", OffsetDateTime.class))
              .map(OffsetDateTime::toInstant);
      var explained =
          new ExplainedRange(
              instrument,
              sessions(row),
              ExplainedRange.State.valueOf(row.getString("word").toUpperCase(Locale.ROOT)),
              row.getString("reason"),
              row.getString("evidence"),
              recheckAfter);
      return new Explained(explained, instant(row, "at"), row.getInt("run_id"));
    }

    private static DateRange sessions(ResultSet row) throws SQLException {
      return new DateRange(
          row.getObject("first_session", LocalDate.class),
          row.getObject("last_session", LocalDate.class));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
      return row.getObject(column, OffsetDateTime.class).toInstant();
    }
  }
}
