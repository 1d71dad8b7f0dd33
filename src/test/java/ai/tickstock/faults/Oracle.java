package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.load.FinalTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/// Says whether what is stored is what an undisturbed run would have stored, whether the program
/// said so only when it was true, and whether a secret got out.
final class Oracle {
  private static final Map<Workload, List<List<String>>> CLEAN = new ConcurrentHashMap<>();
  private static final String WHOLE = "complete: every expected session is stored";

  /// A task that is open although its run has ended, a cell that is explained although its bar is
  /// stored or explained twice, a minute that stands in no session's summary.
  private static final List<String> NEVER =
      List.of(
          """
          SELECT t.kind, t.address, t.state FROM load_task t JOIN load_run r ON r.id = t.run_id
          WHERE r.state IN ('complete', 'partial', 'failed') AND t.state IN ('ready', 'leased')
          """,
          """
          SELECT s.ticker, b.session FROM bar_daily b JOIN instrument_symbol s USING (instrument_id)
            JOIN coverage_range c ON c.instrument_id = b.instrument_id AND c.bar_interval = 'day'
              AND b.session BETWEEN c.first_session AND c.last_session AND c.state = 'confirmed_empty'
          """,
          """
          SELECT a.id FROM coverage_range a JOIN coverage_range b
            ON b.instrument_id = a.instrument_id AND b.bar_interval = a.bar_interval AND b.id > a.id
              AND b.state = a.state AND b.first_session <= a.last_session AND b.last_session >= a.first_session
          WHERE a.state = 'confirmed_empty'
          """,
          """
          SELECT b.instrument_id, (b.start AT TIME ZONE 'America/New_York')::date AS session FROM bar_minute b
          EXCEPT SELECT m.instrument_id, m.session FROM minute_session m
          """,
          """
          SELECT run_id, kind, address, first_date, last_date FROM load_task WHERE kind IN ('aggregates', 'minutes')
          GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 2
          """);

  private final Workload workload;
  private final List<String> secrets;

  Oracle(Workload workload, List<String> secrets) {
    this.workload = workload;
    this.secrets = List.copyOf(secrets);
  }

  /// What an undisturbed run stores.
  private List<List<String>> clean() {
    var known = CLEAN.get(workload);
    if (known != null) {
      return known;
    }
    try (var arena = Arena.undisturbed(workload)) {
      var ended = arena.prepare(workload.command());
      assertThat(ended.exit()).as(ended.said()).isZero();
      var tables = FinalTables.read(arena.database(), FinalTables.ALL);
      assertThat(tables.getFirst().size() + tables.get(1).size()).isGreaterThan(10);
      CLEAN.put(workload, tables);
      return tables;
    }
  }

  /// Each row of what readers see is that of the undisturbed run, and the other way round.
  void requireSame(Database database) {
    requireSame(database, FinalTables.OF_READERS);
  }

  /// Of what readers see the daily bars alone.
  void requireSameBars(Database database) {
    requireSame(database, FinalTables.OF_READERS.subList(0, 1));
  }

  /// The splits that are stored are those of the undisturbed run.
  void requireSameSplits(Database database) {
    int actions = FinalTables.OF_READERS.size() - 1;
    requireEqual(
        "splits",
        splits(clean().get(actions)),
        splits(distinct(database, FinalTables.OF_READERS.get(actions))));
  }

  private static List<String> splits(List<String> actions) {
    return actions.stream().filter(action -> action.contains(",split,")).toList();
  }

  /// Each daily bar that is stored is one of the undisturbed run.
  void requireNothingWrong(Database database) {
    requireInOrder(database);
    var wrong = new ArrayList<>(distinct(database, FinalTables.OF_READERS.getFirst()));
    wrong.removeAll(new HashSet<>(clean().getFirst()));
    assertThat(wrong).as("bars that are not true").isEmpty();
  }

  /// Also the ledger: the same tasks, each once, with the same number of rows.
  void requireSameLedger(Database database) {
    requireSame(database, FinalTables.ALL);
    assertThat(distinct(database, "SELECT DISTINCT state FROM load_run"))
        .as("states of runs")
        .containsExactly("(complete)");
  }

  private void requireSame(Database database, List<String> queries) {
    requireInOrder(database);
    var clean = clean();
    for (int i = 0; i < queries.size(); i++) {
      requireEqual(
          queries.get(i),
          clean.get(i),
          FinalTables.read(database, queries.subList(i, i + 1)).getFirst());
    }
  }

  private static void requireEqual(String query, List<String> clean, List<String> found) {
    if (clean.equals(found)) {
      return;
    }
    var missing = new ArrayList<>(clean);
    missing.removeAll(new HashSet<>(found));
    var wrong = new ArrayList<>(found);
    wrong.removeAll(new HashSet<>(clean));
    throw new AssertionError(
        "%d rows, undisturbed %d; missing %s; not of the undisturbed run %s, in:%n%s"
            .formatted(
                found.size(),
                clean.size(),
                missing.stream().limit(3).toList(),
                wrong.stream().limit(3).toList(),
                query));
  }

  private void requireInOrder(Database database) {
    for (var query : NEVER) {
      assertThat(distinct(database, query)).as(query).isEmpty();
    }
  }

  private static List<String> distinct(Database database, String query) {
    return FinalTables.read(database, List.of(query)).getFirst();
  }

  /// What is said or written down to be complete is.
  void requireHonest(Program.Ended ended, Database database) {
    boolean isSaid = ended.exit() == 0 || ended.said().contains(WHOLE);
    boolean isWritten =
        !distinct(database, "SELECT id FROM load_run WHERE state = 'complete'").isEmpty();
    if (!isSaid && !isWritten) {
      requireInOrder(database);
      return;
    }
    try {
      requireSame(database, FinalTables.OF_READERS);
    } catch (AssertionError different) {
      throw new AssertionError(
          "reported complete (%s) and is not: exit code %d, %s"
              .formatted(isSaid ? "in words" : "in load_run", ended.exit(), ended.said()),
          different);
    }
  }

  /// Neither in what was said, nor in a file of the home, nor in a row of any table.
  void requireSecret(List<Program.Ended> all, Path home, Database database) {
    for (var secret : secrets) {
      for (var ended : all) {
        assertThat(ended.said()).as("said by %s", ended.command()).doesNotContain(secret);
      }
      assertThat(filesWith(secret, home)).as("files with a secret").isEmpty();
      List<String> tables = database.read(handle -> tablesWith(handle, secret));
      assertThat(tables).as("tables with a secret").isEmpty();
    }
  }

  private static List<Path> filesWith(String secret, Path home) {
    try (var files = Files.walk(home)) {
      var with = new ArrayList<Path>();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret)) {
          with.add(file);
        }
      }
      return with;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> tablesWith(Handle handle, String secret) {
    var counts = new TreeMap<String, Integer>();
    var tables =
        handle
            .createQuery(
                """
                SELECT table_name FROM information_schema.tables
                WHERE table_schema = 'tickstock' AND table_type = 'BASE TABLE' AND table_name !~ '^bar_(daily|minute)'
                """)
            .mapTo(String.class)
            .list();
    for (var table : tables) {
      int with =
          handle
              .createQuery(
                  "SELECT count(*) FROM tickstock.\"%s\" t WHERE t::text LIKE '%%' || ? || '%%'"
                      .formatted(table))
              .bind(0, secret)
              .mapTo(Integer.class)
              .one();
      if (with > 0) {
        counts.put(table, with);
      }
    }
    return List.copyOf(counts.keySet());
  }
}
