package ai.tickstock.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.core.Parser;

/// Scripts that the program prints for people, run as people run them.
final class Scripts {
  private Scripts() {}

  /// One statement after the other, as psql sends them.
  static void run(DatabaseAddress address, String script) throws SQLException {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement()) {
      for (var query : Parser.parseJdbcSql(script, true, false, true, false, false)) {
        statement.execute(query.nativeSql);
      }
    }
  }

  /// Whether each question at the end of a script gets the expected answer.
  static List<Boolean> verified(Database database, String script) {
    var questions = script.substring(script.indexOf("-- Afterwards")).replaceAll("--.*(\n|$)", "");
    return database.read(handle ->
        List.of(questions.strip().split(";\\s*")).stream()
            .map(question ->
                handle
                    .createQuery(question)
                    .map((row, _) -> row.getString(2).equals(row.getString(3)))
                    .one())
            .toList());
  }
}
