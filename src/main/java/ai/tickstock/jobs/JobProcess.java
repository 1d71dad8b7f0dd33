package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.database.Fenced;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process that runs jobs, known to all others on the database by its row. It lives as long as it
/// gives signs of life; who is silent for longer than its lease is expelled by the next who looks:
/// its connections are ended, with all that they hold, and from then on no transaction of it passes
/// its fence.
public record JobProcess(long id, String name) {
  private static final Logger LOG = LoggerFactory.getLogger(JobProcess.class);

  private static final String REGISTER =
      """
      INSERT INTO job_process (name, started_at, seen_at) VALUES (:name, :now, :now)
      RETURNING id
      """;

  private static final String SEEN =
      """
      UPDATE job_process SET seen_at = greatest(seen_at, :now) WHERE id = :id
      """;

  /// Does not wait for signs of life and is not waited for by them; who expels passes over it.
  private static final String FENCE = "SELECT 1 FROM job_process WHERE id = :id FOR KEY SHARE";

  private static final String SILENT =
      """
      SELECT id, name FROM job_process WHERE seen_at < :limit AND id <> :id ORDER BY id
      """;

  private static final String IS_SILENT =
      """
      SELECT EXISTS (SELECT FROM job_process WHERE id = :id AND seen_at < :limit)
      """;

  /// Passes over a row that somebody holds: another one who expels, or a transaction of the process
  /// that could not be ended.
  private static final String EXPEL =
      """
      DELETE FROM job_process WHERE id IN (
        SELECT id FROM job_process WHERE id = :id AND seen_at < :limit FOR UPDATE SKIP LOCKED)
      """;

  private static final String LEAVE = "DELETE FROM job_process WHERE id = :id";

  private static final String LIVING =
      """
      SELECT id, name, started_at, seen_at FROM job_process ORDER BY id
      """;

  /// A row of the list of processes.
  public record Living(long id, String name, Instant started, Instant seen) {}

  /// @param name host and process, for people
  public static JobProcess register(Database database, String name, InstantSource clock) {
    return database.inTransaction(h ->
        new JobProcess(
            h.createQuery(REGISTER)
                .bind("name", name)
                .bind("now", ScheduleTable.utc(clock.instant()))
                .mapTo(Long.class)
                .one(),
            name));
  }

  /// A sign of life.
  ///
  /// @return whether we are still one of them; false when others have expelled us
  public boolean seen(Database database, InstantSource clock) {
    return database.inTransaction(h ->
        h.createUpdate(SEEN)
                .bind("id", id)
                .bind("now", ScheduleTable.utc(clock.instant()))
                .execute()
            > 0);
  }

  /// The database for this process, which its connections tell by their name: when it is expelled
  /// nothing is written, and its connections are ended.
  public Database fenced(Database database) {
    return database.fenced(session(), this::requireInside);
  }

  private String session() {
    return "tickstock process " + id;
  }

  /// Lets a transaction go on only while this process is not expelled; nobody can expel it before
  /// the transaction ends.
  ///
  /// @throws Fenced when it is
  public void requireInside(Handle transaction) {
    if (transaction.createQuery(FENCE).bind("id", id).mapTo(Integer.class).findOne().isEmpty()) {
      throw new Fenced(
          "process "
              + id
              + " ("
              + name
              + ") was silent for longer than its lease, and others took over its work; what it had"
              + " in hand is not stored");
    }
  }

  /// Expels others that are silent for longer than a lease. One who cannot be expelled yet, because
  /// a transaction of it could not be ended, is so by a later look; that is told in the log.
  ///
  /// @param database whose role may end sessions of the others: the same one, or a member of
  ///   `pg_signal_backend`
  /// @param clock the database's
  /// @return whom
  public List<String> expelSilent(Database database, Duration lease, InstantSource clock) {
    var limit = ScheduleTable.utc(clock.instant().minus(lease));
    return database
        .read(h ->
            h.createQuery(SILENT)
                .bind("limit", limit)
                .bind("id", id)
                .map((row, context) -> new JobProcess(row.getLong("id"), row.getString("name")))
                .list())
        .stream()
        .filter(silent -> silent.expel(database, limit))
        .map(JobProcess::name)
        .toList();
  }

  /// Its connections come first: a transaction that one of them has open keeps its row, and for as
  /// long as the process is frozen nothing else ends one within a COPY. Should it wake just then it
  /// stays, and repeats what was ended.
  private boolean expel(Database database, OffsetDateTime limit) {
    var sessions = database.endSessions(session());
    if (!sessions.refused().isEmpty()) {
      LOG.warn(
          "cannot end connections process={} name=\"{}\" roles={} effect=\"what they hold stays locked while it is"
              + " frozen\" advice=\"let all processes log in as one role, or GRANT pg_signal_backend to that of"
              + " this one\"",
          id,
          name,
          sessions.refused());
    }
    boolean isExpelled =
        database.inTransaction(
            h -> h.createUpdate(EXPEL).bind("id", id).bind("limit", limit).execute() > 0);
    if (isExpelled) {
      LOG.warn(
          "expelled another process={} name=\"{}\" connections-ended={}",
          id,
          name,
          sessions.ended());
    } else if (sessions.isNothing() && isSilent(database, limit)) {
      LOG.info(
          "not expelled yet process={} name=\"{}\" reason=\"its row is held, by a transaction of it or by another"
              + " process that expels it, and no connection is called {}\"",
          id,
          name,
          session());
    }
    return isExpelled;
  }

  private boolean isSilent(Database database, OffsetDateTime limit) {
    return database.read(h ->
        h.createQuery(IS_SILENT).bind("id", id).bind("limit", limit).mapTo(Boolean.class).one());
  }

  /// Signs off.
  public void leave(Database database) {
    database.useTransaction(h -> h.createUpdate(LEAVE).bind("id", id).execute());
  }

  public static List<Living> living(Database database) {
    return database.read(h -> h.createQuery(LIVING).map((row, context) -> living(row)).list());
  }

  /// This process in the list.
  public Optional<Living> here(Database database) {
    return living(database).stream().filter(one -> one.id() == id).findFirst();
  }

  private static Living living(java.sql.ResultSet row) throws SQLException {
    return new Living(
        row.getLong("id"),
        row.getString("name"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getObject("seen_at", OffsetDateTime.class).toInstant());
  }
}
