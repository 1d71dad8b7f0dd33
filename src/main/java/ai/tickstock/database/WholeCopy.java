package ai.tickstock.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;

/// All rows of one database into another of the same schema version, table by table, in one
/// transaction. Knows no table by name: it copies what both have.
///
/// @param from to which nobody else is connected
/// @param to for its owner
/// @param superuser the same for a superuser, who may leave triggers and foreign keys aside
record WholeCopy(DatabaseAddress from, DatabaseAddress to, DatabaseAddress superuser) {
  /// Tables with rows of their own; `columns` without those that the server works out.
  private static final String TABLES =
      """
      SELECT format('%I.%I', n.nspname, c.relname) AS name,
             string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) AS columns
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE n.nspname IN ('tickstock', 'public') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'flyway_schema_history'
      GROUP BY n.nspname, c.relname
      ORDER BY 1\
      """;

  private static final String PARTITIONS =
      """
      SELECT format('%s PARTITION OF %s %s', c.oid::regclass, i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid)) AS definition
      FROM pg_class c
      JOIN pg_inherits i ON i.inhrelid = c.oid
      WHERE c.relispartition AND c.relkind = 'r'
      ORDER BY 1\
      """;

  private static final String SEQUENCES =
      """
      SELECT format('%I.%I', schemaname, sequencename) AS name, last_value
      FROM pg_sequences
      WHERE schemaname IN ('tickstock', 'public') AND last_value IS NOT NULL
      ORDER BY 1\
      """;

  private record Table(String name, String columns) {}

  EmbeddedServer.CopyCount run() {
    try (var source = Database.connection(from);
        var target = Database.connection(superuser);
        var owner = Database.connection(to)) {
      var read = jdbi(source).open();
      makePartitions(read, jdbi(owner).open());
      return jdbi(target).inTransaction(write -> copy(read, write));
    } catch (SQLException e) {
      throw new Failures(to).connecting(e);
    }
  }

  private static Jdbi jdbi(Connection connection) {
    var jdbi = Jdbi.create(connection);
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return jdbi;
  }

  private static EmbeddedServer.CopyCount copy(Handle read, Handle write) {
    write.execute("SET LOCAL session_replication_role = replica");
    var known = tables(write).stream().map(Table::name).collect(Collectors.toSet());
    var leftOut = new ArrayList<String>();
    var copied = new ArrayList<Table>();
    for (var table : tables(read)) {
      if (known.contains(table.name())) {
        copied.add(table);
      } else {
        leftOut.add(table.name());
      }
    }
    write.execute("TRUNCATE " + copied.stream().map(Table::name).collect(Collectors.joining(", ")));
    long rows = 0;
    for (var table : copied) {
      rows +=
          RowStream.copy(
              read,
              "SELECT " + table.columns() + " FROM " + table.name(),
              write,
              table.name() + " (" + table.columns() + ")");
    }
    read.createQuery(SEQUENCES)
        .map((row, _) -> "SELECT setval('%s', %d)".formatted(row.getString(1), row.getLong(2)))
        .forEach(write::execute);
    return new EmbeddedServer.CopyCount(copied.size(), rows, leftOut);
  }

  private static List<Table> tables(Handle handle) {
    return handle
        .createQuery(TABLES)
        .map((row, _) -> new Table(row.getString("name"), row.getString("columns")))
        .list();
  }

  private static void makePartitions(Handle read, Handle write) {
    var there = write.createQuery(PARTITIONS).mapTo(String.class).set();
    read.createQuery(PARTITIONS)
        .mapTo(String.class)
        .filter(definition -> !there.contains(definition))
        .forEach(definition -> write.execute("CREATE TABLE " + definition));
  }
}
