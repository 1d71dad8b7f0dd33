package ai.tickstock.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A server for the tests of one JVM, with one migrated database to copy. Gone with the JVM.
final class ThrowAwayServer {
  private static final Queue<ThrowAwayServer> RUNNING = new ConcurrentLinkedQueue<>();

  private final DatabaseAddress superuser;
  private final DatabaseAddress template;
  private final AtomicInteger databases = new AtomicInteger();

  /// Names of databases that are still there.
  private final Queue<String> there = new ConcurrentLinkedQueue<>();

  private final ExecutorService aside =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

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
      var running = new ThrowAwayServer(server.superuserAddress("postgres"), template);
      RUNNING.add(running);
      return running;
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
    there.add(name);
    return new DatabaseAddress(
        template.jdbcUrl().replace("template_tickstock", name),
        template.user(),
        template.password());
  }

  /// Drops, aside, what was handed out so far and nobody is connected to any more: each database is
  /// hundreds of files, and all of them at the end would keep the JVM from ending.
  static void dropUnused() {
    RUNNING.forEach(server -> {
      var now = List.copyOf(server.there);
      server.aside.execute(() -> now.forEach(server::drop));
    });
  }

  private void drop(String name) {
    try {
      new ServerDatabases(superuser).execute("DROP DATABASE " + name);
      there.remove(name);
    } catch (SQLException e) {
      // A test left it open, or the server was stopped in between: it goes with the server.
    }
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
