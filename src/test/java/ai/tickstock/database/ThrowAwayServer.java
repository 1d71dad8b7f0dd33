package ai.tickstock.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/// A server for the tests of one JVM, with one migrated database to copy. Gone with the JVM.
final class ThrowAwayServer {
  private final DatabaseAddress superuser;
  private final DatabaseAddress template;
  private final AtomicInteger databases = new AtomicInteger();

  private ThrowAwayServer(DatabaseAddress superuser, DatabaseAddress template) {
    this.superuser = superuser;
    this.template = template;
  }

  static ThrowAwayServer start(BinariesArchive archive) {
    try {
      var home = Files.createTempDirectory("tickstock-test-");
      var cache = Path.of(System.getProperty("user.home"), ".tickstock", "postgresql");
      var server = EmbeddedServer.throwAway(home, cache, archive);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(server, home)));
      var template = server.address("template_tickstock");
      try (var database = Database.connect(template, 2)) {
        database.migrate();
      }
      return new ThrowAwayServer(server.superuserAddress("postgres"), template);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where a new migrated database is.
  DatabaseAddress migrated() {
    return created("TEMPLATE template_tickstock STRATEGY file_copy");
  }

  /// Where a new empty database is.
  DatabaseAddress empty() {
    return created("");
  }

  private DatabaseAddress created(String options) {
    var name = "test_" + databases.incrementAndGet();
    execute("CREATE DATABASE %s OWNER tickstock %s".formatted(name, options));
    return new DatabaseAddress(
        template.jdbcUrl().replace("template_tickstock", name),
        template.user(),
        template.password());
  }

  void execute(String statement) {
    try {
      new ServerDatabases(superuser).execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void discard(EmbeddedServer server, Path home) {
    try {
      server.stop();
      PrivateFiles.deleteTree(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
