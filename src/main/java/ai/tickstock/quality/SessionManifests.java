package ai.tickstock.quality;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/// The manifests of sessions. What is known of a time is the same ever after: present bars that are
/// as old, and revisions that were in force then. So a manifest is checked by working out again
/// what was known when it was made. A bar that was changed by a load has its first value in the
/// record and is found to be the same; one that was changed past the record is not.
public final class SessionManifests {
  private static final String HASH =
      """
      (CAST(CAST('x' || substr(md5(float8send(b.open) || float8send(b.high) || float8send(b.low) || float8send(b.close)), 1, 8)
          AS bit(32)) AS bigint) << 32)
      | CAST(CAST('x' || substr(md5(coalesce(float8send(b.volume), '\\x00') || coalesce(float8send(b.vwap), '\\x00')
          || coalesce(int8send(b.trades), '\\x00')), 1, 8) AS bit(32)) AS bigint)\
      """;

  /// By instrument, since the tables' keys begin with it.
  private static final String DAYS =
      """
      SELECT i.id, h.hash
      FROM instrument i CROSS JOIN LATERAL (
        SELECT {hash} AS hash
        FROM bar_daily b
        WHERE b.instrument_id = i.id AND b.session = :session AND NOT b.provisional AND b.known_from <= :at
        UNION ALL
        SELECT {hash}
        FROM bar_revision b
        WHERE b.instrument_id = i.id AND b.session = :session AND b.known_from <= :at AND b.known_until > :at) h
      """
          .replace("{hash}", HASH);

  private static final String MINUTE_HASH =
      """
      CAST(CAST('x' || substr(md5(timestamptz_send(b.start) || float8send(b.open) || float8send(b.high) || float8send(b.low)
          || float8send(b.close)), 1, 16) AS bit(64)) AS bigint)\
      """;

  private static final String MINUTES =
      """
      SELECT id, bit_xor(hash) AS hash
      FROM (
        SELECT b.instrument_id AS id, {hash} AS hash
        FROM bar_minute b
        WHERE b.start >= :from AND b.start < :to AND NOT b.provisional AND b.known_from <= :at
        UNION ALL
        SELECT b.instrument_id, {hash}
        FROM bar_minute_revision b
        WHERE b.start >= :from AND b.start < :to AND b.known_from <= :at AND b.known_until > :at) known
      GROUP BY id
      """
          .replace("{hash}", MINUTE_HASH);

  /// Whose minutes of a session are not final yet.
  private static final String UNFINISHED =
      """
      SELECT DISTINCT instrument_id FROM bar_minute WHERE start >= :from AND start < :to AND provisional
      """;

  private static final String KEEP =
      """
      INSERT INTO session_manifest (exchange, session, bar_interval, expected, present, explained, made_at, digest, instruments, hashes)
      VALUES (:exchange, :session, :interval, :expected, :present, :explained, :at, :digest, :instruments, :hashes)
      ON CONFLICT (exchange, session, bar_interval) DO UPDATE SET
        expected = excluded.expected, present = excluded.present, explained = excluded.explained, made_at = excluded.made_at,
        digest = excluded.digest, instruments = excluded.instruments, hashes = excluded.hashes
      """;

  private static final String LIST =
      """
      SELECT exchange, session, bar_interval, expected, present, explained, made_at, digest, cardinality(instruments) AS bars
      FROM session_manifest
      WHERE session BETWEEN :first AND :last
      ORDER BY session, exchange, bar_interval
      """;

  private static final String ROWS =
      """
      SELECT instruments, hashes FROM session_manifest
      WHERE exchange = :exchange AND session = :session AND bar_interval = :interval
      """;

  /// A load that had not ended yet when the manifest was made.
  private static final String LATER_LOAD =
      """
      EXISTS (SELECT FROM load_run r WHERE r.id = b.run_id AND (r.finished_at IS NULL OR r.finished_at > :at))\
      """;

  private static final String TOUCHED_DAYS =
      """
      SELECT b.instrument_id FROM bar_daily b
      WHERE b.instrument_id = ANY(:ids) AND b.session = :session AND {later}
      """
          .replace("{later}", LATER_LOAD);

  private static final String TOUCHED_MINUTES =
      """
      SELECT DISTINCT b.instrument_id FROM bar_minute b
      WHERE b.instrument_id = ANY(:ids) AND b.start >= :from AND b.start < :to AND {later}
      """
          .replace("{later}", LATER_LOAD);

  private static final String REVISED_DAYS =
      """
      SELECT count(*) FROM bar_revision WHERE session = :session AND known_from <= :at AND known_until > :at
      """;

  private static final String REVISED_MINUTES =
      """
      SELECT count(*) FROM bar_minute_revision
      WHERE start >= :from AND start < :to AND known_from <= :at AND known_until > :at
      """;

  private static final String LATER_DAYS =
      """
      SELECT count(*)
      FROM instrument i JOIN bar_daily b ON b.instrument_id = i.id AND b.session = :session
      WHERE b.known_from > :at AND NOT (i.id = ANY(:ids))
      """;

  private static final String MOVED =
      """
      SELECT instrument_id AS id FROM listing_change
      WHERE kind IN ('joined', 'parted') AND (found_at > :at OR undone_at > :at)
      UNION
      SELECT other_id FROM listing_change
      WHERE kind IN ('joined', 'parted') AND (found_at > :at OR undone_at > :at) AND other_id IS NOT NULL
      """;

  private final Database database;

  public SessionManifests(Database database) {
    this.database = database;
  }

  /// Keeps what is stored of a session now; one that was kept before is replaced. Waits for writers
  /// of bars, so that no bar comes afterwards that is older than the manifest.
  ///
  /// @param cells as they were counted
  public SessionManifest keep(
      Mic exchange, LocalDate session, BarInterval interval, SessionManifest.Cells cells) {
    return database.inTransaction(handle -> {
      handle.execute("SET LOCAL lock_timeout = '30s'");
      handle.execute(
          interval == BarInterval.DAY
              ? "LOCK TABLE bar_daily IN SHARE MODE"
              : "LOCK TABLE bar_minute IN SHARE MODE");
      var at =
          handle
              .createQuery("SELECT clock_timestamp()")
              .mapTo(OffsetDateTime.class)
              .one()
              .toInstant();
      var known = known(handle, session, interval, at);
      if (interval == BarInterval.MINUTE) {
        unfinished(handle, session).forEach(known::remove);
      }
      var rows = ManifestRows.of(known);
      handle
          .createUpdate(KEEP)
          .bind("exchange", exchange.code())
          .bind("session", session)
          .bind("interval", interval.word())
          .bind("expected", cells.expected())
          .bind("present", cells.present())
          .bind("explained", cells.explained())
          .bind("at", at.atOffset(ZoneOffset.UTC))
          .bind("digest", rows.digest())
          .bindArray("instruments", Integer.class, List.copyOf(rows.hashes().keySet()))
          .bindArray("hashes", Long.class, List.copyOf(rows.hashes().values()))
          .execute();
      return new SessionManifest(
          exchange, session, interval, cells, rows.hashes().size(), rows.digest(), at);
    });
  }

  /// Those of a range, ascending by session.
  public List<SessionManifest> list(DateRange range) {
    return database.read(handle ->
        handle
            .createQuery(LIST)
            .bind("first", range.first())
            .bind("last", range.last())
            .map((row, context) -> manifest(row))
            .list());
  }

  private static SessionManifest manifest(ResultSet row) throws SQLException {
    return new SessionManifest(
        new Mic(row.getString("exchange")),
        row.getObject("session", LocalDate.class),
        BarInterval.valueOf(row.getString("bar_interval").toUpperCase(Locale.ROOT)),
        new SessionManifest.Cells(
            row.getInt("expected"), row.getInt("present"), row.getInt("explained")),
        row.getInt("bars"),
        row.getString("digest"),
        row.getObject("made_at", OffsetDateTime.class).toInstant());
  }

  /// Works out again what was known when the manifest was made, and compares.
  public ManifestCheck check(SessionManifest manifest) {
    return database.read(handle -> check(handle, manifest));
  }

  private static ManifestCheck check(Handle handle, SessionManifest manifest) {
    var kept = rows(handle, manifest);
    int revised = revised(handle, manifest);
    int later = later(handle, manifest, kept);
    if (!kept.digest().equals(manifest.digest())) {
      return new ManifestCheck(
          manifest,
          revised,
          0,
          0,
          later,
          List.of(),
          Optional.of("the manifest itself was changed: its rows do not give its digest"));
    }
    var known = known(handle, manifest.session(), manifest.interval(), manifest.madeAt());
    if (manifest.interval() == BarInterval.MINUTE) {
      known.keySet().retainAll(kept.hashes().keySet());
    }
    if (ManifestRows.of(known).digest().equals(manifest.digest())) {
      return new ManifestCheck(manifest, revised, 0, 0, later, List.of(), Optional.empty());
    }
    return differences(handle, manifest, revised, later, kept.hashes(), known);
  }

  private static ManifestCheck differences(
      Handle handle,
      SessionManifest manifest,
      int revised,
      int later,
      Map<Integer, Long> kept,
      Map<Integer, Long> known) {
    var different = new TreeMap<Integer, ManifestCheck.Kind>();
    kept.forEach((id, hash) -> {
      var now = known.get(id);
      if (now == null) {
        different.put(id, ManifestCheck.Kind.GONE);
      } else if (!now.equals(hash)) {
        different.put(id, ManifestCheck.Kind.CHANGED);
      }
    });
    known.keySet().stream()
        .filter(id -> !kept.containsKey(id))
        .forEach(id -> different.put(id, ManifestCheck.Kind.APPEARED));

    int moved = takeMoved(different, kept, known, movedSince(handle, manifest));
    var touched = touched(handle, manifest, different.keySet());
    int filledIn = 0;
    int confirmed = 0;
    var silent = new ArrayList<ManifestCheck.Silent>();
    for (var one : different.entrySet()) {
      int id = one.getKey();
      boolean byALoad = touched.contains(id);
      if (byALoad && one.getValue() == ManifestCheck.Kind.APPEARED) {
        confirmed++;
      } else if (byALoad && hasTheSamePrices(kept.get(id), known.get(id), manifest.interval())) {
        filledIn++;
      } else {
        silent.add(
            new ManifestCheck.Silent(
                manifest.session(), manifest.interval(), new InstrumentId(id), one.getValue()));
      }
    }
    return new ManifestCheck(
        manifest, revised, filledIn, moved, later + confirmed, silent, Optional.empty());
  }

  /// The upper half of a day's hash is that of its prices.
  private static boolean hasTheSamePrices(
      @Nullable Long kept, @Nullable Long known, BarInterval interval) {
    return interval == BarInterval.DAY
        && kept != null
        && known != null
        && kept >>> Integer.SIZE == known >>> Integer.SIZE;
  }

  /// Takes out what is gone from one instrument and is there, the same, at another, where both were
  /// joined or parted since.
  private static int takeMoved(
      Map<Integer, ManifestCheck.Kind> different,
      Map<Integer, Long> kept,
      Map<Integer, Long> known,
      Set<Integer> movedSince) {
    int moved = 0;
    for (int from : List.copyOf(different.keySet())) {
      if (different.get(from) != ManifestCheck.Kind.GONE || !movedSince.contains(from)) {
        continue;
      }
      var to =
          different.entrySet().stream()
              .filter(one -> one.getValue() == ManifestCheck.Kind.APPEARED)
              .map(Map.Entry::getKey)
              .filter(
                  id -> movedSince.contains(id) && Objects.equals(known.get(id), kept.get(from)))
              .findFirst();
      if (to.isPresent()) {
        different.remove(from);
        different.remove(to.get());
        moved++;
      }
    }
    return moved;
  }

  private static ManifestRows rows(Handle handle, SessionManifest manifest) {
    return handle
        .createQuery(ROWS)
        .bind("exchange", manifest.exchange().code())
        .bind("session", manifest.session())
        .bind("interval", manifest.interval().word())
        .map((row, context) -> {
          var ids = (Integer[]) array(row.getArray("instruments"));
          var hashes = (Long[]) array(row.getArray("hashes"));
          var rows = new HashMap<Integer, Long>();
          for (int i = 0; i < ids.length; i++) {
            rows.put(ids[i], hashes[i]);
          }
          return ManifestRows.of(rows);
        })
        .one();
  }

  private static Object[] array(Array array) throws SQLException {
    return (Object[]) array.getArray();
  }

  private static Map<Integer, Long> known(
      Handle handle, LocalDate session, BarInterval interval, Instant at) {
    var known = new HashMap<Integer, Long>();
    bound(handle.createQuery(interval == BarInterval.DAY ? DAYS : MINUTES), session, at)
        .map((row, context) -> Map.entry(row.getInt("id"), row.getLong("hash")))
        .forEach(one -> known.put(one.getKey(), one.getValue()));
    return known;
  }

  private static Set<Integer> unfinished(Handle handle, LocalDate session) {
    return new HashSet<>(
        bound(handle.createQuery(UNFINISHED), session, Instant.EPOCH).mapTo(Integer.class).list());
  }

  private static int revised(Handle handle, SessionManifest manifest) {
    var query =
        handle.createQuery(manifest.interval() == BarInterval.DAY ? REVISED_DAYS : REVISED_MINUTES);
    return bound(query, manifest.session(), manifest.madeAt()).mapTo(Integer.class).one();
  }

  private static int later(Handle handle, SessionManifest manifest, ManifestRows kept) {
    return manifest.interval() == BarInterval.MINUTE
        ? 0
        : bound(handle.createQuery(LATER_DAYS), manifest.session(), manifest.madeAt())
            .bindArray("ids", Integer.class, List.copyOf(kept.hashes().keySet()))
            .mapTo(Integer.class)
            .one();
  }

  private static Set<Integer> touched(
      Handle handle, SessionManifest manifest, Set<Integer> instruments) {
    var query =
        handle.createQuery(manifest.interval() == BarInterval.DAY ? TOUCHED_DAYS : TOUCHED_MINUTES);
    return new HashSet<>(
        bound(query, manifest.session(), manifest.madeAt())
            .bindArray("ids", Integer.class, List.copyOf(instruments))
            .mapTo(Integer.class)
            .list());
  }

  private static Set<Integer> movedSince(Handle handle, SessionManifest manifest) {
    return new HashSet<>(
        bound(handle.createQuery(MOVED), manifest.session(), manifest.madeAt())
            .mapTo(Integer.class)
            .list());
  }

  private static Query bound(Query query, LocalDate session, Instant at) {
    return query
        .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
        .bind("session", session)
        .bind("from", Bar.startOfSession(session).atOffset(ZoneOffset.UTC))
        .bind("to", Bar.startOfSession(session.plusDays(1)).atOffset(ZoneOffset.UTC))
        .bind("at", at.atOffset(ZoneOffset.UTC));
  }
}
