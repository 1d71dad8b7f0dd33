package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Refused rows in the table `bar_quarantine`.
final class PostgresQuarantine implements Quarantine {
  /// In the order of the key, so that two writers of the same rows wait for each other and not in a
  /// circle.
  private static final String KEEP =
      """
      INSERT INTO bar_quarantine AS kept (instrument_id, ticker, bar_interval, session, reason, detail, received, source, first_run_id,
        times)
      SELECT nullif(n.instrument_id, 0), n.ticker, :interval, CAST(nullif(n.session, '') AS date), n.reason, n.detail, n.received, :source, :run, n.times
      FROM unnest(CAST(:instruments AS integer[]), CAST(:tickers AS text[]), CAST(:sessions AS text[]), CAST(:reasons AS text[]),
          CAST(:details AS text[]), CAST(:received AS text[]), CAST(:times AS integer[]))
        AS n (instrument_id, ticker, session, reason, detail, received, times)
      ORDER BY n.ticker COLLATE "C", n.reason, md5(n.received)
      ON CONFLICT (ticker, bar_interval, reason, md5(received)) DO UPDATE SET
        instrument_id = coalesce(kept.instrument_id, excluded.instrument_id),
        session = coalesce(kept.session, excluded.session),
        last_seen = greatest(kept.last_seen, excluded.last_seen),
        times = kept.times + excluded.times\
      """;

  private static final String READ =
      """
      SELECT id, instrument_id, ticker, session, reason, detail, received, source, first_seen, last_seen, times
      FROM bar_quarantine
      WHERE instrument_id = :instrument AND session BETWEEN :first AND :last AND bar_interval = :interval
      ORDER BY first_seen, id\
      """;

  private static final String REFUSALS =
      """
      SELECT reason, count(*) AS rows, (array_agg(ticker ORDER BY id))[1] AS ticker,
             (array_agg(detail ORDER BY id))[1] AS detail
      FROM bar_quarantine
      WHERE first_run_id = :run
      GROUP BY reason
      ORDER BY rows DESC, reason
      """;

  private final Database database;

  PostgresQuarantine(Database database) {
    this.database = database;
  }

  @Override
  public void keep(
      Handle transaction,
      int runId,
      BarInterval interval,
      BarSource source,
      List<RejectedBar> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var once = new LinkedHashMap<Key, RejectedBar>();
    var times = new LinkedHashMap<Key, Integer>();
    for (var row : rows) {
      var key = new Key(row.symbol(), row.reason(), storable(row.received()));
      once.putIfAbsent(key, row);
      times.merge(key, 1, Integer::sum);
    }
    var kept = List.copyOf(once.values());
    transaction
        .createUpdate(KEEP)
        .bind("source", source.number())
        .bind("interval", interval.word())
        .bind("run", runId)
        .bindArray(
            "instruments",
            Integer.class,
            kept.stream().map(row -> row.instrument().map(InstrumentId::value).orElse(0)).toList())
        .bindArray("tickers", String.class, texts(kept, row -> row.symbol().ticker()))
        .bindArray(
            "sessions",
            String.class,
            texts(kept, row -> row.session().map(LocalDate::toString).orElse("")))
        .bindArray("reasons", String.class, texts(kept, row -> row.reason().code()))
        .bindArray("details", String.class, texts(kept, row -> storable(row.detail())))
        .bindArray("received", String.class, texts(kept, row -> storable(row.received())))
        .bindArray("times", Integer.class, List.copyOf(times.values()))
        .execute();
  }

  @Override
  public List<Kept> read(InstrumentId instrument, BarInterval interval, DateRange range) {
    return database.read(handle ->
        handle
            .createQuery(READ)
            .bind("instrument", instrument.value())
            .bind("interval", interval.word())
            .bind("first", range.first())
            .bind("last", range.last())
            .map((row, context) -> kept(row))
            .list());
  }

  static List<Refusal> refusals(Handle transaction, int runId) {
    return transaction
        .createQuery(REFUSALS)
        .bind("run", runId)
        .map((row, context) ->
            new Refusal(
                RejectReason.of(row.getString("reason")),
                row.getLong("rows"),
                new Symbol(row.getString("ticker")),
                row.getString("detail")))
        .list();
  }

  private static List<String> texts(List<RejectedBar> rows, Function<RejectedBar, String> column) {
    return rows.stream().map(column).toList();
  }

  /// The one character that a text column cannot hold, written out; a broken file can contain it.
  private static String storable(String text) {
    return text.replace("\0", "\\u0000");
  }

  private static Kept kept(ResultSet row) throws SQLException {
    var bar =
        new RejectedBar(
            Optional.of(new InstrumentId(row.getInt("instrument_id"))),
            new Symbol(row.getString("ticker")),
            Optional.of(row.getObject("session", LocalDate.class)),
            RejectReason.of(row.getString("reason")),
            row.getString("detail"),
            row.getString("received"));
    return new Kept(
        row.getLong("id"),
        bar,
        BarSource.of(row.getInt("source")),
        row.getObject("first_seen", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen", OffsetDateTime.class).toInstant(),
        row.getInt("times"));
  }

  private record Key(Symbol symbol, RejectReason reason, String received) {}
}
