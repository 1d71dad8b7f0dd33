package ai.tickstock.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What `doctor` says about a database server.
public final class ServerFacts {
  private static final int LOWEST_VERSION = 150_000;
  private static final int FEW_CONNECTIONS = 20;
  private static final long LITTLE_ROOM = 5L << 30;
  private static final Duration LARGE_SKEW = Duration.ofSeconds(5);

  private final List<Fact> facts = new ArrayList<>();

  private ServerFacts() {}

  /// Whether somebody should do something.
  public enum Verdict {
    OK,
    WARN
  }

  /// One line.
  ///
  /// @param advice what to do; empty when the verdict is OK
  public record Fact(String name, String value, Verdict verdict, String advice) {}

  /// Looks, and changes nothing. What this user may not see is said to be hidden.
  ///
  /// @param clock of this machine, to compare the server's with
  /// @return always the same facts in the same order
  public static List<Fact> of(Database database, Clock clock) {
    return database.read(handle -> {
      var facts = new ServerFacts();
      facts.gather(handle, clock);
      return List.copyOf(facts.facts);
    });
  }

  private void gather(Handle handle, Clock clock) {
    warnUnless(
        Integer.parseInt(setting(handle, "server_version_num")) >= LOWEST_VERSION,
        "version",
        setting(handle, "server_version"),
        "PostgreSQL 15 is the lowest that is supported: upgrade the server.");
    durable(handle, "fsync", "a power cut can destroy the database");
    durable(handle, "full_page_writes", "a power cut can destroy the database");
    durable(handle, "synchronous_commit", "a power cut can lose the last transactions");
    warnUnless(
        setting(handle, "data_checksums").equals("on"),
        "data_checksums",
        setting(handle, "data_checksums"),
        "A damaged disk would go unnoticed: pg_checksums --enable while the server is stopped.");
    var data = setting(handle, "data_directory");
    ok("data directory", data);
    ok("port", setting(handle, "port"));
    ok("database size", one(handle, "SELECT pg_size_pretty(pg_database_size(current_database()))"));
    freeDisk(data);
    ok(
        "TimescaleDB",
        find(handle, "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'")
            .orElse("absent (plain partitions are used)"));
    warnUnless(
        Integer.parseInt(setting(handle, "max_connections")) >= FEW_CONNECTIONS,
        "max_connections",
        setting(handle, "max_connections"),
        "Several commands at once may find no connection: set 60 or more and restart the server.");
    clockSkew(handle, clock);
    pendingRestarts(handle);
  }

  private void durable(Handle handle, String name, String danger) {
    var value = setting(handle, name);
    warnUnless(
        !value.equals("off"),
        name,
        value,
        "With %s off %s: ALTER SYSTEM SET %s = on; SELECT pg_reload_conf();"
            .formatted(name, danger, name));
  }

  private void freeDisk(String data) {
    if (!Files.isDirectory(Path.of(data))) {
      ok("free disk", "unknown (the server is on another machine, or the folder is not ours)");
      return;
    }
    try {
      long bytes = Files.getFileStore(Path.of(data)).getUsableSpace();
      warnUnless(
          bytes >= LITTLE_ROOM,
          "free disk",
          "%.1f GiB".formatted(bytes / (double) (1L << 30)),
          "Less than 5 GiB: make room on the disk of " + data + ".");
    } catch (IOException e) {
      ok("free disk", "unknown: " + PrivateFiles.reason(e));
    }
  }

  private void clockSkew(Handle handle, Clock clock) {
    var before = clock.instant();
    var server = handle.createQuery("SELECT clock_timestamp()").mapTo(OffsetDateTime.class).one();
    var middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
    var skew = Duration.between(middle, server.toInstant());
    warnUnless(
        skew.abs().compareTo(LARGE_SKEW) <= 0,
        "clock skew",
        "%+.1f s".formatted(skew.toMillis() / 1000.0),
        "The server's clock and ours differ by more than 5 s: let NTP set both.");
  }

  private void pendingRestarts(Handle handle) {
    var waiting =
        handle
            .createQuery("SELECT name FROM pg_settings WHERE pending_restart ORDER BY name")
            .mapTo(String.class)
            .list();
    warnUnless(
        waiting.isEmpty(),
        "pending restart",
        waiting.isEmpty() ? "none" : String.join(", ", waiting),
        "These settings were changed and take effect when the server is restarted.");
  }

  private void ok(String name, String value) {
    facts.add(new Fact(name, value, Verdict.OK, ""));
  }

  private void warnUnless(boolean good, String name, String value, String advice) {
    facts.add(
        good ? new Fact(name, value, Verdict.OK, "") : new Fact(name, value, Verdict.WARN, advice));
  }

  /// A setting; some are only shown to users with `pg_read_all_settings`.
  private static String setting(Handle handle, String name) {
    return handle
        .createQuery("SELECT current_setting(name) FROM pg_settings WHERE name = :name")
        .bind("name", name)
        .mapTo(String.class)
        .findOne()
        .orElse("hidden (GRANT pg_monitor would show it)");
  }

  private static String one(Handle handle, String query) {
    return handle.createQuery(query).mapTo(String.class).one();
  }

  private static Optional<String> find(Handle handle, String query) {
    return handle.createQuery(query).mapTo(String.class).findOne();
  }
}
