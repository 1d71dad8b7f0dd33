package ai.tickstock.faults;

import java.sql.Connection;
import java.sql.SQLException;

/// Stops everybody who stores daily bars at the commit, for as long as the test likes: a deferred
/// trigger waits for a lock of the test.
final class Commits {
  private static final long KEY = 4_711;
  private static final String AT_COMMIT = "^COMMIT";

  private final Arena arena;
  private final Connection looking;
  private final Connection holding;

  private Commits(Arena arena, Connection looking, Connection holding) {
    this.arena = arena;
    this.looking = looking;
    this.holding = holding;
  }

  static Commits hold(Arena arena) throws SQLException {
    arena.execute(
        """
        CREATE FUNCTION hold_commit() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(%d); RETURN NULL; END'
        """
            .formatted(KEY));
    arena.execute(
        "CREATE CONSTRAINT TRIGGER hold_commit AFTER INSERT ON bar_daily"
            + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_commit()");
    var commits = new Commits(arena, arena.connection(""), arena.connection(""));
    commits.say("SELECT pg_advisory_lock(" + KEY + ")");
    return commits;
  }

  /// Waits until somebody is about to commit.
  void awaitOne() {
    arena.awaitBlocked(looking, AT_COMMIT);
  }

  /// Lets those pass who wait, or nobody when the load has ended, and stops the next.
  void letOneThrough() throws SQLException {
    awaitOne();
    say("SELECT pg_advisory_unlock(" + KEY + ")");
    say("SELECT pg_advisory_lock(" + KEY + ")");
  }

  void letThrough() throws SQLException {
    say("SELECT pg_advisory_unlock(" + KEY + ")");
  }

  /// As when the server finds that the client is gone.
  void endTheirSessions() throws SQLException {
    try (var statement = looking.createStatement();
        var ended =
            statement.executeQuery(
                "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ '"
                    + AT_COMMIT
                    + "'")) {
      ended.next();
    }
  }

  private void say(String statement) throws SQLException {
    try (var sql = holding.createStatement()) {
      sql.execute(statement);
    }
  }
}
