package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.quality.ManifestCheck;
import ai.tickstock.quality.SessionManifest;
import ai.tickstock.quality.SessionManifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of the operations manual for backup and restore.
class BackupTest {
  private static final LocalDate SESSION = LocalDate.parse("2026-06-11");
  private static final Pattern PLACE = Pattern.compile("//([^:/]+):(\\d+)/(.+)");

  @TempDir private Path folder;

  /// Some bars, a revision and a manifest of them.
  private static void fill(Database database) {
    database.useTransaction(handle -> {
      handle.execute(
          "INSERT INTO instrument (name, active, source) VALUES ('SPDR S&P 500', true, 'test')");
      handle.execute(
          "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (1, 'SPY', 'listed', 'test')");
      handle.execute(
          "INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)"
              + " SELECT 1, d, 10.1, 12.3, 9.7, 11.9, 1000.5, now(), 1, 1, false FROM generate_series(date '2026-06-08', '2026-06-12', '1 day') d");
      handle.execute("SELECT ensure_bar_minute('2026-06-11', '2026-06-11')");
      handle.execute(
          "INSERT INTO bar_minute (instrument_id, run_id, start, open, high, low, close, volume, known_from, source, provisional)"
              + " SELECT 1, 1, s, 10.1, 12.3, 9.7, 11.9, 10, now(), 1, false"
              + " FROM generate_series(timestamptz '2026-06-11 14:00+00', '2026-06-11 14:59+00', '1 minute') s");
      handle.execute(
          "INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source) VALUES (1, 'split', '2026-06-10', 1, 2, 'test')");
    });
    var manifests = new SessionManifests(database);
    for (var interval : BarInterval.values()) {
      manifests.keep(Mic.XNYS, SESSION, interval, new SessionManifest.Cells(1, 1, 0));
    }
  }

  private static List<String> shown(Database database) {
    return database.read(handle ->
        handle
            .createQuery("SELECT d::text FROM ohlcv_daily d WHERE symbol = 'SPY' ORDER BY date")
            .mapTo(String.class)
            .list());
  }

  private static void run(DatabaseAddress place, String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("PGPASSWORD", place.password());
    var started = process.start();
    var said = new String(started.getInputStream().readAllBytes());
    assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(started.exitValue()).as(String.join(" ", command) + "\n" + said).isZero();
  }

  @Test
  void aDumpIsRestoredIntoAnotherDatabaseWithAllThatTheViewsShow() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/pg_dump")),
        "no pg_dump here: backup by dump was not checked");
    var from = TestPostgres.addressOnLowest();
    var to = TestPostgres.emptyAddressOnLowest();
    var place = PLACE.matcher(from.jdbcUrl());
    var other = PLACE.matcher(to.jdbcUrl());
    assertThat(place.find() && other.find()).isTrue();
    var file = folder.resolve("market.dump").toString();
    try (var database = Database.connect(from, 2);
        var restored = Database.connect(to, 2)) {
      fill(database);

      run(
          from,
          "pg_dump",
          "-h",
          place.group(1),
          "-p",
          place.group(2),
          "-U",
          from.user(),
          "-Fc",
          "-f",
          file,
          place.group(3));
      run(
          to,
          "pg_restore",
          "-h",
          other.group(1),
          "-p",
          other.group(2),
          "-U",
          to.user(),
          "--no-owner",
          "--no-privileges",
          "--exit-on-error",
          "-d",
          other.group(3),
          file);

      assertThat(restored.schema().state()).isInstanceOf(SchemaState.Current.class);
      assertThat(shown(restored)).isEqualTo(shown(database)).hasSize(5);
      assertSound(restored);
    }
  }

  @Test
  void theEmbeddedServersFolderIsCopiedWhileItIsStopped() throws Exception {
    var binaries = Path.of(System.getProperty("user.home"), ".tickstock", "postgresql");
    var home = Files.createDirectories(folder.resolve("database"));
    var server = EmbeddedServer.in(home, binaries);
    try {
      List<String> before;
      try (var database = Database.connect(server.address("market"), 2)) {
        database.migrate();
        fill(database);
        before = shown(database);
      }
      server.stop();
      copy(home, folder.resolve("backup"));
      try (var database = Database.connect(server.address("market"), 2)) {
        database.useTransaction(handle -> handle.execute("DELETE FROM bar_daily"));
      }
      server.stop();
      assertThat(new ProcessBuilder("rm", "-rf", home.toString()).start().waitFor()).isZero();
      copy(folder.resolve("backup"), home);
      try (var database = Database.connect(server.address("market"), 2)) {
        assertThat(shown(database)).isEqualTo(before).hasSize(5);
        assertSound(database);
      }
    } finally {
      server.stop();
    }
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    var copied = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start();
    assertThat(copied.waitFor()).isZero();
  }

  private static void assertSound(Database database) {
    var manifests = new SessionManifests(database);
    assertThat(manifests.list(DateRange.ALWAYS))
        .hasSize(2)
        .allSatisfy(one -> {
          assertThat(one.bars()).isEqualTo(1);
          assertThat(manifests.check(one)).matches(ManifestCheck::isSound);
        });
  }
}
