package ai.tickstock.subset;

import ai.tickstock.bars.MinuteStore;
import ai.tickstock.database.Database;
import ai.tickstock.database.RowStream;
import ai.tickstock.database.SchemaState;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.TradingCalendar;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Copies instruments, their tickers, splits and dividends, the universes they belong to, decisions
/// about the calendar, and bars with what is known of them, by streams of binary COPY. Instruments
/// keep their numbers.
///
/// One transaction an instrument and interval: who is killed goes on where it stopped, and what is
/// the same already is not copied again.
public final class SubsetCopy {
  private static final String INSTRUMENTS =
      """
      SELECT id, coalesce(composite_figi, name, '') AS identity
      FROM tickstock.instrument\
      """;

  private static final String COLUMNS =
      """
      SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum)
      FROM pg_attribute
      WHERE attrelid = ('tickstock.' || :table)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        AND attname <> ALL(:except)\
      """;

  private static final String REPLACED_MEMBERS =
      """
      DELETE FROM universe_member m USING universe u
      WHERE u.id = m.universe_id AND (u.kind, u.key) IN (SELECT kind, key FROM staged_universe)\
      """;

  private final Database from;
  private final Database to;
  private final TradingCalendar calendar;

  /// @param from only read
  /// @param calendar of the exchange whose minutes are copied
  public SubsetCopy(Database from, Database to, TradingCalendar calendar) {
    this.from = from;
    this.to = to;
    this.calendar = calendar;
  }

  /// What was copied.
  ///
  /// @param rows bars that were copied now
  /// @param same instruments and intervals of which all bars were there already
  public record Count(int instruments, int universes, long rows, int same) {}

  /// Refuses a source that this program cannot read.
  ///
  /// @throws SubsetRefused when its schema is another one
  public static void requireSchema(Database from) {
    switch (from.schema().state()) {
      case SchemaState.Current _ -> {}
      case SchemaState.Empty _ ->
          throw new SubsetRefused("the database " + from.address() + " has no tables of ours");
      case SchemaState.Pending pending ->
          throw new SubsetRefused(
              "the schema of "
                  + from.address()
                  + " is at version "
                  + pending.version()
                  + ", older than this program: use the program of that version, or let somebody"
                  + " bring it up to date ('tickstock db script')");
      case SchemaState.Unknown(var reason) -> throw new SubsetRefused(reason);
      case SchemaState.Damaged(var reason) -> throw new SubsetRefused(reason);
    }
  }

  /// Copies; again it copies what has changed since.
  ///
  /// @param progress takes a line for each instrument
  /// @throws SubsetRefused when the other schema is not ours, or when the database has instruments
  ///   that are not the source's
  public Count run(SubsetRequest request, Consumer<String> progress) {
    requireSchema(from);
    requireItsInstruments();
    var ids =
        request.instruments().keySet().stream()
            .map(InstrumentId::value)
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    int universes = from.read(read -> to.inTransaction(write -> facts(read, write, ids)));
    if (request.intervals().contains(BarInterval.MINUTE)) {
      MinuteStore.postgres(to, calendar).prepare(request.range());
    }
    long rows = 0;
    int same = 0;
    var instruments =
        request.instruments().entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    for (var one : instruments) {
      for (var interval : request.intervals()) {
        long copied = bars(one.getKey(), interval, request.range());
        if (copied < 0) {
          same++;
        } else {
          rows += copied;
          progress.accept(one.getValue() + ": " + copied + " " + interval.word() + " bars");
        }
      }
    }
    return new Count(request.instruments().size(), universes, rows, same);
  }

  /// Numbers of instruments mean the same on both sides, or nothing is copied.
  private void requireItsInstruments() {
    var theirs = from.read(SubsetCopy::identities);
    var ours = to.read(SubsetCopy::identities);
    var foreign =
        ours.entrySet().stream()
            .filter(one -> !one.getValue().equals(theirs.get(one.getKey())))
            .count();
    if (foreign > 0) {
      throw new SubsetRefused(
          "the database "
              + to.address()
              + " has "
              + foreign
              + " instruments that are not those of "
              + from.address()
              + ": copy into a database of its own ('tickstock dev env create NAME')");
    }
  }

  private static Map<Integer, String> identities(Handle handle) {
    return handle
        .createQuery(INSTRUMENTS)
        .map((row, _) -> Map.entry(row.getInt("id"), row.getString("identity")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  // ---- facts

  private static int facts(Handle read, Handle write, String ids) {
    var instrument = columns(write, "instrument");
    stage(write, "instrument");
    RowStream.copy(
        read,
        "SELECT " + instrument + " FROM tickstock.instrument WHERE id IN (" + ids + ")",
        write,
        "staged_instrument (" + instrument + ")");
    write.execute(
        "INSERT INTO instrument (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM staged_instrument ON CONFLICT (id) DO NOTHING"
            .formatted(instrument, instrument));
    var mine = "instrument_id IN (" + ids + ")";
    for (var table : List.of("instrument_symbol", "corporate_action", "actions_covered")) {
      replace(read, write, table, mine);
    }
    replace(read, write, "calendar_override", "true");
    int universes = universes(read, write, ids);
    for (var table : List.of("instrument", "calendar_override")) {
      write
          .createQuery(
              "SELECT setval(pg_get_serial_sequence('tickstock.%s', 'id'), greatest(1, (SELECT max(id) FROM %s)))"
                  .formatted(table, table))
          .mapTo(Long.class)
          .one();
    }
    return universes;
  }

  private static int universes(Handle read, Handle write, String ids) {
    var universe = columns(write, "universe", "id");
    stage(write, "universe");
    RowStream.copy(
        read,
        "SELECT id, %s FROM tickstock.universe WHERE id IN (SELECT universe_id FROM tickstock.universe_member WHERE instrument_id IN (%s))"
            .formatted(universe, ids),
        write,
        "staged_universe (id, " + universe + ")");
    write.execute(
        "INSERT INTO universe (%s) SELECT %s FROM staged_universe ON CONFLICT (kind, key) DO NOTHING"
            .formatted(universe, universe));
    var member = columns(write, "universe_member", "universe_id");
    write.execute(
        "CREATE TEMP TABLE staged_member ON COMMIT DROP AS SELECT u.kind, u.key, %s FROM universe_member m JOIN universe u ON false"
            .formatted(prefixed(member)));
    RowStream.copy(
        read,
        """
        SELECT u.kind, u.key, %s
        FROM tickstock.universe_member m JOIN tickstock.universe u ON u.id = m.universe_id
        WHERE m.universe_id IN (SELECT universe_id FROM tickstock.universe_member WHERE instrument_id IN (%s))
          AND (m.instrument_id IS NULL OR m.instrument_id IN (%s))\
        """
            .formatted(prefixed(member), ids, ids),
        write,
        "staged_member (kind, key, " + member + ")");
    write.execute(REPLACED_MEMBERS);
    write.execute(
        "INSERT INTO universe_member (universe_id, %s) SELECT u.id, %s FROM staged_member m JOIN universe u USING (kind, key)"
            .formatted(member, prefixed(member)));
    return write.createQuery("SELECT count(*) FROM staged_universe").mapTo(Integer.class).one();
  }

  private static String prefixed(String columns) {
    return "m." + columns.replace(", ", ", m.");
  }

  private static void stage(Handle write, String table) {
    write.execute("CREATE TEMP TABLE staged_%s (LIKE %s) ON COMMIT DROP".formatted(table, table));
  }

  private static long replace(Handle read, Handle write, String table, String which) {
    var columns = columns(write, table);
    write.execute("DELETE FROM " + table + " WHERE " + which);
    return RowStream.copy(
        read,
        "SELECT %s FROM tickstock.%s WHERE %s".formatted(columns, table, which),
        write,
        table + " (" + columns + ")");
  }

  private static String columns(Handle handle, String table, String... except) {
    return handle
        .createQuery(COLUMNS)
        .bind("table", table)
        .bindArray("except", String.class, (Object[]) except)
        .mapTo(String.class)
        .one();
  }

  // ---- bars

  /// @return bars copied; -1 when all were there already
  private long bars(InstrumentId instrument, BarInterval interval, DateRange range) {
    var its = "instrument_id = " + instrument.value();
    var sessions =
        its + " AND session BETWEEN DATE '" + range.first() + "' AND DATE '" + range.last() + "'";
    var table = interval == BarInterval.DAY ? "bar_daily" : "bar_minute";
    var which =
        interval == BarInterval.DAY
            ? sessions
            : "%s AND start >= TIMESTAMPTZ '%s' AND start < TIMESTAMPTZ '%s'"
                .formatted(
                    its,
                    Bar.startOfSession(range.first()),
                    Bar.startOfSession(range.last().plusDays(1)));
    return from.read(read ->
        to.inTransaction(write -> {
          var explained = its + " AND bar_interval = '" + interval.word() + "'";
          replace(read, write, "coverage_range", explained);
          if (state(read, table, which).equals(state(write, table, which))) {
            return -1L;
          }
          if (interval == BarInterval.MINUTE) {
            replace(read, write, "minute_session", sessions);
          }
          return replace(read, write, table, which);
        }));
  }

  /// Equal for equal bars: a changed one has a later `known_from`.
  private static String state(Handle handle, String table, String which) {
    return handle
        .createQuery(
            """
            SELECT count(*) || ' until ' || coalesce(max(known_from)::text, 'never') || ' in runs '
                   || coalesce(sum(run_id)::text, '')
            FROM tickstock.%s WHERE %s\
            """
                .formatted(table, which))
        .mapTo(String.class)
        .one();
  }
}
