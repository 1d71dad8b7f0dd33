package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

/// Minute bars in the tables `bar_minute`, `bar_minute_revision` and `minute_session`.
final class PostgresMinuteStore implements MinuteStore {
  private static final String PREPARE = "SELECT ensure_bar_minute(:first, :last)";

  private static final String COPY =
      """
      COPY bar_minute (instrument_id, start, open, high, low, close, volume, vwap, trades, known_from, run_id, source, suspicions,
        provisional)
      FROM STDIN (FORMAT BINARY)\
      """;

  /// Places (from 1) of the asked ranges that hold a row. The limit keeps the look-up by key.
  private static final String TAKEN =
      """
      SELECT asked.place
      FROM unnest(CAST(:instruments AS integer[]), CAST(:firsts AS timestamptz[]), CAST(:ends AS timestamptz[]))
        WITH ORDINALITY AS asked (instrument_id, first, ended, place)
      CROSS JOIN LATERAL (
        SELECT b.start
        FROM bar_minute b
        WHERE b.instrument_id = asked.instrument_id AND b.start >= asked.first AND b.start < asked.ended
        LIMIT 1) taken\
      """;

  /// A compressed chunk is written to row by row after the rows of its segment were taken out;
  /// TimescaleDB limits how many unless told otherwise.
  private static final String WITHOUT_LIMIT =
      "SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0";

  private static final String IS_TIMESCALE =
      "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb')";

  private static final String SUPERSEDE_LEFTOVERS =
      """
      WITH leftover AS (
        DELETE FROM bar_minute b
        USING unnest(CAST(:instruments AS integer[]), CAST(:firsts AS timestamptz[]), CAST(:ends AS timestamptz[]))
          AS final (instrument_id, first, ended)
        WHERE b.instrument_id = final.instrument_id AND b.start >= final.first AND b.start < final.ended AND b.provisional
          AND NOT EXISTS (
            SELECT FROM bar_minute_staged n WHERE n.instrument_id = b.instrument_id AND n.start = b.start)
        RETURNING b.instrument_id, b.start, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.known_from, b.run_id, b.source,
          b.suspicions)
      INSERT INTO bar_minute_revision (instrument_id, start, open, high, low, close, volume, vwap, trades, known_from, known_until, run_id,
        source, suspicions)
      SELECT l.instrument_id, l.start, l.open, l.high, l.low, l.close, l.volume, l.vwap, l.trades, l.known_from,
        greatest(CAST(:known AS timestamptz), l.known_from + interval '1 microsecond'), l.run_id, l.source, l.suspicions
      FROM leftover l
      ORDER BY l.instrument_id, l.start\
      """;

  /// All minutes of the asked sessions (places from 1) of which some came live.
  private static final String WITH_LIVE =
      """
      SELECT asked.place, b.start, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.source, b.suspicions, b.provisional,
        b.known_from, b.run_id
      FROM unnest(CAST(:instruments AS integer[]), CAST(:firsts AS timestamptz[]), CAST(:ends AS timestamptz[]))
        WITH ORDINALITY AS asked (instrument_id, first, ended, place)
      CROSS JOIN LATERAL (
        SELECT l.start
        FROM bar_minute l
        WHERE l.instrument_id = asked.instrument_id AND l.start >= asked.first AND l.start < asked.ended
          AND l.provisional AND l.source = :realtime
        LIMIT 1) live
      JOIN bar_minute b ON b.instrument_id = asked.instrument_id AND b.start >= asked.first AND b.start < asked.ended\
      """;

  private static final String READ_PRESENT =
      """
      SELECT start, open, high, low, close, volume, vwap, trades, source, suspicions, provisional, known_from, run_id
      FROM bar_minute
      WHERE instrument_id = :instrument AND start >= :first AND start < :ended
      ORDER BY start\
      """;

  private static final String READ_KNOWN_AT =
      """
      SELECT start, open, high, low, close, volume, vwap, trades, source, suspicions, provisional, known_from, run_id
      FROM bar_minute
      WHERE instrument_id = :instrument AND start >= :first AND start < :ended AND known_from <= :at
      UNION ALL
      SELECT start, open, high, low, close, volume, vwap, trades, source, suspicions, false, known_from, run_id
      FROM bar_minute_revision
      WHERE instrument_id = :instrument AND start >= :first AND start < :ended AND known_from <= :at AND known_until > :at
      ORDER BY start\
      """;

  private static final long MILLIS_OF_2000 = 946_684_800_000L;

  private final Database database;
  private final TradingCalendar calendar;
  private final Feed feed;
  private volatile Optional<Boolean> isTimescale = Optional.empty();

  PostgresMinuteStore(Database database, TradingCalendar calendar, Feed feed) {
    this.database = database;
    this.calendar = calendar;
    this.feed = feed;
  }

  @Override
  public void prepare(DateRange sessions) {
    database.useTransaction(handle ->
        handle
            .createQuery(PREPARE)
            .bind("first", sessions.first())
            .bind("last", sessions.last())
            .mapTo(Integer.class)
            .one());
  }

  @Override
  public MinuteWrite write(
      Handle transaction,
      int runId,
      BarSource source,
      Instant askedAt,
      List<MinuteBatch> batches,
      BarStore.Path path) {
    var filled =
        batches.stream()
            .filter(batch -> !batch.rows().isEmpty())
            .sorted(
                Comparator.comparing(MinuteBatch::instrument)
                    .thenComparingLong(batch -> batch.rows().startMillis(0)))
            .toList();
    if (filled.isEmpty()) {
      return MinuteWrite.NONE;
    }
    requireDistinct(filled);
    if (isTimescale(transaction)) {
      transaction.execute(WITHOUT_LIMIT);
    }
    var straight = new ArrayList<MinuteBatch>();
    var compared = new ArrayList<MinuteBatch>();
    // Also for STRAIGHT: other minutes of a session may be stored, and its summary counts them.
    var taken = path == BarStore.Path.COMPARE ? Set.<Integer>of() : taken(transaction, filled);
    for (int place = 1; place <= filled.size(); place++) {
      boolean empty = path != BarStore.Path.COMPARE && !taken.contains(place);
      (empty ? straight : compared).add(filled.get(place - 1));
    }
    var stamp = WriteStamp.now(transaction, runId, source, feed);
    var count = straight(transaction, stamp, straight);
    var sessions = new MinuteSessions(transaction, runId, source, askedAt);
    straight.forEach(batch -> sessions.add(batch.instrument(), batch.sessions()));
    var live = LiveCheck.NONE;
    if (!compared.isEmpty()) {
      live = liveIn(transaction, compared);
      count =
          count.plus(
              StagedWrite.MINUTE.write(
                  transaction,
                  compared.stream().mapToInt(batch -> batch.rows().size()).sum(),
                  copy -> compared.forEach(batch -> copy(copy, batch, stamp))));
      supersedeLeftovers(transaction, stamp, compared);
      compared.forEach(batch -> sessions.add(batch.instrument(), countedAnew(transaction, batch)));
    }
    sessions.write();
    InitialLoadDate.set(
        transaction,
        filled.stream().mapToInt(batch -> batch.instrument().value()).distinct().toArray());
    return new MinuteWrite(count, live);
  }

  /// Compares live minutes with the final ones that are about to be stored.
  private static LiveCheck liveIn(Handle transaction, List<MinuteBatch> batches) {
    var finals = FinalSessions.of(batches);
    var stored = new HashMap<Integer, List<StoredBar>>();
    transaction
        .createQuery(WITH_LIVE)
        .bind("realtime", BarSource.REALTIME.number())
        .bindArray("instruments", Integer.class, finals.instruments())
        .bindArray("firsts", String.class, finals.firsts())
        .bindArray("ends", String.class, finals.ends())
        .map((row, context) ->
            Map.entry(row.getInt("place"), StoredRows.bar(row, StoredRows.instant(row, "start"))))
        .forEach(entry ->
            stored.computeIfAbsent(entry.getKey(), p -> new ArrayList<>()).add(entry.getValue()));
    var check = LiveCheck.NONE;
    for (var one : stored.entrySet()) {
      var place = finals.places().get(one.getKey() - 1);
      check = check.plus(LiveCheck.of(place.batch(), place.session(), one.getValue()));
    }
    return check;
  }

  /// Sessions whose rows are final, with where their minutes lie in the table.
  private record FinalSessions(
      List<Place> places, List<Integer> instruments, List<String> firsts, List<String> ends) {
    record Place(MinuteBatch batch, MinuteSession session) {}

    static FinalSessions of(List<MinuteBatch> batches) {
      var finals =
          new FinalSessions(
              new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (var batch : batches) {
        for (var session : batch.sessions()) {
          if (!session.provisional()) {
            var day = DateRange.of(session.session());
            finals.places.add(new Place(batch, session));
            finals.instruments.add(batch.instrument().value());
            finals.firsts.add(from(day).toString());
            finals.ends.add(until(day).toString());
          }
        }
      }
      return finals;
    }
  }

  /// Provisional minutes (fetched while the session ran, or live ones) that a final answer for the
  /// session does not have: they go to the revisions. The answer's minutes are in the staging
  /// table.
  private static void supersedeLeftovers(
      Handle transaction, WriteStamp stamp, List<MinuteBatch> batches) {
    var finals = FinalSessions.of(batches);
    transaction
        .createUpdate(SUPERSEDE_LEFTOVERS)
        .bind("known", stamp.knownFrom().atOffset(ZoneOffset.UTC))
        .bindArray("instruments", Integer.class, finals.instruments())
        .bindArray("firsts", String.class, finals.firsts())
        .bindArray("ends", String.class, finals.ends())
        .execute();
  }

  /// Batches are sorted by now.
  private static void requireDistinct(List<MinuteBatch> batches) {
    for (int i = 1; i < batches.size(); i++) {
      var before = batches.get(i - 1);
      var batch = batches.get(i);
      if (before.instrument().equals(batch.instrument())
          && before.rows().startMillis(before.rows().size() - 1) >= batch.rows().startMillis(0)) {
        throw new IllegalArgumentException(
            "two batches of " + batch.instrument() + " hold the same minutes in one write");
      }
    }
  }

  private boolean isTimescale(Handle handle) {
    if (isTimescale.isEmpty()) {
      isTimescale = Optional.of(handle.createQuery(IS_TIMESCALE).mapTo(Boolean.class).one());
    }
    return isTimescale.get();
  }

  private static Set<Integer> taken(Handle transaction, List<MinuteBatch> batches) {
    return transaction
        .createQuery(TAKEN)
        .bindArray(
            "instruments",
            Integer.class,
            batches.stream().map(b -> b.instrument().value()).toList())
        .bindArray(
            "firsts", String.class, batches.stream().map(b -> from(b.range()).toString()).toList())
        .bindArray(
            "ends", String.class, batches.stream().map(b -> until(b.range()).toString()).toList())
        .mapTo(Integer.class)
        .collectInto(new GenericType<HashSet<Integer>>() {});
  }

  private static WriteCount straight(
      Handle transaction, WriteStamp stamp, List<MinuteBatch> batches) {
    if (batches.isEmpty()) {
      return WriteCount.NONE;
    }
    return StraightCopy.write(
        transaction, COPY, copy -> batches.forEach(batch -> copy(copy, batch, stamp)));
  }

  /// instrument_id, start, open, high, low, close, volume, vwap, trades, known_from, run_id,
  /// source, suspicions, provisional
  private static void copy(BinaryCopy copy, MinuteBatch batch, WriteStamp stamp) {
    var rows = batch.rows();
    int instrument = batch.instrument().value();
    boolean mixed = !batch.provisional().isEmpty();
    for (int row = 0; row < rows.size(); row++) {
      boolean provisional = mixed && batch.provisional().contains(date(rows, row));
      copy.row(14).int4(instrument).int8(micros(rows.startMillis(row)));
      copy.float8(rows.open(row)).float8(rows.high(row)).float8(rows.low(row));
      copy.float8(rows.close(row));
      copy.float8OrNothing(rows.volume(row)).float8OrNothing(rows.vwap(row));
      if (rows.trades(row) >= 0) {
        copy.int4(rows.trades(row));
      } else {
        copy.nothing();
      }
      copy.micros(stamp.knownFromMicros()).int4(stamp.runId()).int2(stamp.source(provisional));
      copy.int2(batch.suspicions(row)).bool(provisional);
    }
  }

  private static LocalDate date(MinuteRows rows, int row) {
    return Bar.dateOf(Instant.ofEpochMilli(rows.startMillis(row)));
  }

  /// A timestamptz of the binary COPY: microseconds since 2000.
  private static long micros(long epochMillis) {
    return (epochMillis - MILLIS_OF_2000) * 1_000;
  }

  // ---- sessions

  /// The sessions of a batch that was compared, from what is stored now.
  private List<MinuteSession> countedAnew(Handle transaction, MinuteBatch batch) {
    var seen = new HashMap<LocalDate, MinuteSession>();
    batch.sessions().forEach(session -> seen.put(session.session(), session));
    var dates = batch.sessions();
    var range = new DateRange(dates.getFirst().session(), dates.getLast().session());
    var days = TradingDays.of(calendar, range);
    var stored = stored(transaction, batch.instrument(), range);
    return MinuteSummary.of(days).of(stored.rows(), stored.provisional()::contains).stream()
        .flatMap(session -> Stream.ofNullable(seen.get(session.session())).map(session::seenIn))
        .toList();
  }

  private record Stored(MinuteRows rows, Set<LocalDate> provisional) {}

  private static Stored stored(Handle handle, InstrumentId instrument, DateRange range) {
    var rows = MinuteRows.of(new Symbol(Integer.toString(instrument.value())));
    var provisional = new HashSet<LocalDate>();
    try (var bars = present(handle, instrument, range)) {
      bars.forEach(stored -> {
        var bar = stored.bar();
        rows.add(
            bar.start().toEpochMilli(),
            bar.open(),
            bar.high(),
            bar.low(),
            bar.close(),
            bar.volume().orElse(Double.NaN),
            bar.vwap().orElse(Double.NaN),
            (int) bar.trades().orElse(-1));
        if (stored.provisional()) {
          provisional.add(bar.session());
        }
      });
    }
    return new Stored(rows.build(), provisional);
  }

  private static Stream<StoredBar> present(
      Handle handle, InstrumentId instrument, DateRange range) {
    return handle
        .createQuery(READ_PRESENT)
        .bind("instrument", instrument.value())
        .bind("first", from(range).atOffset(ZoneOffset.UTC))
        .bind("ended", until(range).atOffset(ZoneOffset.UTC))
        .setFetchSize(10_000)
        .map((row, context) -> StoredRows.bar(row, StoredRows.instant(row, "start")))
        .stream();
  }

  // ---- reading

  @Override
  public List<StoredBar> read(
      InstrumentId instrument, DateRange sessions, Optional<Instant> knownAt) {
    return database.read(handle -> {
      var query = handle.createQuery(knownAt.isPresent() ? READ_KNOWN_AT : READ_PRESENT);
      knownAt.ifPresent(at -> query.bind("at", at.atOffset(ZoneOffset.UTC)));
      return query
          .bind("instrument", instrument.value())
          .bind("first", from(sessions).atOffset(ZoneOffset.UTC))
          .bind("ended", until(sessions).atOffset(ZoneOffset.UTC))
          .map((row, context) -> StoredRows.bar(row, StoredRows.instant(row, "start")))
          .list();
    });
  }

  @Override
  public List<MinuteSession> sessions(InstrumentId instrument, DateRange sessions) {
    return database.read(handle -> MinuteSessions.read(handle, instrument, sessions));
  }

  private static Instant from(DateRange range) {
    return Bar.startOfSession(range.first());
  }

  private static Instant until(DateRange range) {
    return Bar.startOfSession(range.last().plusDays(1));
  }
}
