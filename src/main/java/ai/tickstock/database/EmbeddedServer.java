package ai.tickstock.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server of our own in a folder: created on first use, private to its user, started
/// detached and left running for the next command. Safe for use by many threads and processes at
/// once: a file lock lets one at a time create, start or stop it.
public final class EmbeddedServer {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration USUAL_IDLENESS = Duration.ofHours(12);
  private static final int STARTS = 3;
  private static final int LOOKS = 20;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final Path home;
  private final Path cache;
  private final BinariesArchive archive;
  private final ServerProfile profile;
  private final Duration idle;
  private final Duration look;

  EmbeddedServer(
      Path home,
      Path cache,
      BinariesArchive archive,
      ServerProfile profile,
      Duration idle,
      Duration look) {
    this.home = home.toAbsolutePath().normalize();
    this.cache = cache.toAbsolutePath().normalize();
    this.archive = archive;
    this.profile = profile;
    this.idle = idle;
    this.look = look;
  }

  /// The durable server of an environment, stopped after 12 hours without a client.
  public static EmbeddedServer in(Path home, Path binaries) {
    return in(home, binaries, USUAL_IDLENESS);
  }

  /// The durable server of an environment; nothing happens before it is asked for.
  ///
  /// @param home the environment's folder, e.g. `~/.tickstock/default`
  /// @param binaries where PostgreSQL's programs are unpacked, shared by all environments
  /// @param idle how long it stays without a client (it may stay up to twice as long); zero: for
  ///   ever
  /// @throws EmbeddedServerFailed on a platform for which no binaries are shipped
  public static EmbeddedServer in(Path home, Path binaries, Duration idle) {
    return new EmbeddedServer(
        home,
        binaries,
        BinariesArchive.shipped(),
        ServerProfile.DURABLE,
        idle,
        ServerWatch.usualLook());
  }

  /// A server for one process, with which it ends. Nothing is flushed to the disk.
  static EmbeddedServer throwAway(Path home, Path binaries, BinariesArchive archive) {
    return new EmbeddedServer(
        home, binaries, archive, ServerProfile.THROW_AWAY, Duration.ZERO, ServerWatch.usualLook());
  }

  /// Where a database of this server is; starts the server and makes the database when need be.
  ///
  /// @param database made of a-z, 0-9 and _
  /// @throws EmbeddedServerFailed when it cannot be created or started; with the server's own words
  public DatabaseAddress address(String database) {
    return address(database, ServerDatabases.ROLE);
  }

  /// As `address`, for somebody who may do everything.
  DatabaseAddress superuserAddress(String database) {
    return address(database, "postgres");
  }

  private DatabaseAddress address(String database, String user) {
    try (var _ = lock()) {
      int port = runningOrStarted().port();
      new ServerDatabases(address(port, "postgres", "postgres")).create(database);
      return address(port, user, database);
    } catch (IOException e) {
      throw failed("use", PrivateFiles.reason(e), e);
    } catch (SQLException e) {
      throw failed("use", String.valueOf(e.getMessage()), e);
    }
  }

  /// The databases whose names begin so, by name, without snapshots; empty while the server does
  /// not run. Nothing is started, and it does not count as use.
  public Optional<List<HeldDatabase>> held(String prefix) {
    try {
      var running = running();
      return running.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new ServerDatabases(address(running.get().port(), "postgres", "postgres"))
                  .held(prefix));
    } catch (IOException e) {
      throw failed("look at", PrivateFiles.reason(e), e);
    } catch (SQLException e) {
      throw failed("look at", String.valueOf(e.getMessage()), e);
    }
  }

  /// Fills a database of this server with all rows of another one.
  ///
  /// @param database of the same schema version; what it holds is replaced
  /// @param from to which nobody else is connected
  public CopyCount fill(String database, DatabaseAddress from) {
    return new WholeCopy(from, address(database), superuserAddress(database)).run();
  }

  /// What was copied.
  ///
  /// @param leftOut tables that only the first database has
  public record CopyCount(int tables, long rows, List<String> leftOut) {}

  /// Stops the server if it runs, and deletes it and its databases. There is no way back.
  public void delete() {
    try {
      if (Files.isDirectory(folder())) {
        stop();
        PrivateFiles.deleteTree(home);
      }
    } catch (IOException e) {
      throw failed("delete", PrivateFiles.reason(e), e);
    }
  }

  /// Starts the server unless it runs.
  public void start() {
    try (var _ = lock()) {
      runningOrStarted();
    } catch (IOException e) {
      throw failed("start", PrivateFiles.reason(e), e);
    }
  }

  /// Stops the server; open transactions are rolled back.
  ///
  /// @return false when it did not run
  public boolean stop() {
    if (!Files.isDirectory(folder())) {
      return false;
    }
    try (var _ = lock()) {
      return stopHoldingTheLock();
    } catch (IOException e) {
      throw failed("stop", PrivateFiles.reason(e), e);
    }
  }

  /// Stops the server when no client is connected and no command has asked for it for the time of
  /// idleness. A command that comes meanwhile waits for the lock and starts it again.
  ///
  /// @return whether it was stopped
  boolean stopIfIdle() {
    try (var lock = lock()) {
      var running = running();
      if (running.isEmpty() || lock.sinceTouched(used()).compareTo(idle) < 0) {
        return false;
      }
      var superuser = address(running.get().port(), "postgres", "postgres");
      if (new ServerDatabases(superuser).use().clients() > 0) {
        touch();
        return false;
      }
      return stopHoldingTheLock();
    } catch (IOException e) {
      throw failed("stop", PrivateFiles.reason(e), e);
    } catch (SQLException e) {
      throw failed("stop", String.valueOf(e.getMessage()), e);
    }
  }

  /// How the server does; changes nothing. Waits a moment for one that is just stopping.
  public ServerStatus status() {
    for (int look = 1; ; look++) {
      try {
        return look();
      } catch (IOException e) {
        throw failed("look at", PrivateFiles.reason(e), e);
      } catch (SQLException e) {
        if (look == LOOKS || Thread.currentThread().isInterrupted()) {
          throw failed("look at", String.valueOf(e.getMessage()), e);
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    }
  }

  private ServerStatus look() throws IOException, SQLException {
    if (!Files.isDirectory(data())) {
      return new ServerStatus.NotCreated(data());
    }
    var running = running();
    if (running.isEmpty()) {
      return new ServerStatus.Stopped(data());
    }
    var postmaster = running.get();
    var use = new ServerDatabases(address(postmaster.port(), "postgres", "postgres")).use();
    return new ServerStatus.Running(
        postmaster.pid(),
        postmaster.port(),
        postmaster.since(),
        data(),
        use.version(),
        use.clients());
  }

  private Postmaster runningOrStarted() throws IOException {
    touch();
    var running = running();
    return running.isPresent() ? running.get() : started();
  }

  private Postmaster started() throws IOException {
    var directory = directory();
    directory.create(profile);
    directory.check();
    for (int attempt = 1; attempt <= STARTS; attempt++) {
      int port = freePort();
      PrivateFiles.write(portFile(), port + "\n");
      if (directory.start(profile, port)) {
        var postmaster = running().orElseThrow(() -> failed("start", "it ended at once", null));
        watch(postmaster);
        return postmaster;
      }
      if (isFree(port)) {
        break; // it was not for the port
      }
    }
    throw failed("start", "it said:\n" + directory.lastWords(), null);
  }

  private void watch(Postmaster postmaster) throws IOException {
    if (profile == ServerProfile.THROW_AWAY) {
      ServerWatch.owner(data(), postmaster.pid(), home);
      return;
    }
    var stop =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx48m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            IdleStop.class.getName(),
            home.toString(),
            cache.toString(),
            Long.toString(idle.toSeconds()));
    ServerWatch.idleness(data(), postmaster.pid(), used(), idle, look, stop);
  }

  private boolean stopHoldingTheLock() throws IOException {
    if (Postmaster.of(data()).isEmpty()) {
      return false;
    }
    directory().stop(profile);
    return true;
  }

  private DataDirectory directory() {
    return new DataDirectory(folder(), archive.unpackedIn(cache), ServerUser.find());
  }

  private Optional<Postmaster> running() throws IOException {
    return Postmaster.of(data()).filter(Postmaster::ready);
  }

  private FolderLock lock() throws IOException {
    PrivateFiles.folder(folder());
    return FolderLock.acquire(folder().resolve("server.lock"), PATIENCE);
  }

  /// The port of last time when it is still free, else one below the range from which systems take
  /// the ports of outgoing connections.
  private int freePort() throws IOException {
    var before = PrivateFiles.read(portFile()).filter(text -> text.matches("\\d{4,5}"));
    if (before.isPresent() && isFree(Integer.parseInt(before.get()))) {
      return Integer.parseInt(before.get());
    }
    return new SecureRandom()
        .ints(1_000, 20_000, 32_000)
        .filter(EmbeddedServer::isFree)
        .findFirst()
        .orElseThrow(() -> failed("start", "no free port from 20000 to 32000", null));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private DatabaseAddress address(int port, String user, String database) throws IOException {
    var file = DataDirectory.password(folder());
    var password =
        PrivateFiles.read(file)
            .orElseThrow(() ->
                failed(
                    "use",
                    "its password file is missing ("
                        + file
                        + "). Put it back, or move the folder away and load again.",
                    null));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new DatabaseAddress(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, user, password);
  }

  private void touch() throws IOException {
    PrivateFiles.write(used(), "");
  }

  private Path folder() {
    return home.resolve("postgresql");
  }

  private Path data() {
    return DataDirectory.data(folder());
  }

  private Path portFile() {
    return folder().resolve("port");
  }

  /// Its time of change says when a command last asked for the server.
  private Path used() {
    return folder().resolve("used");
  }

  private EmbeddedServerFailed failed(String what, String why, @Nullable Exception cause) {
    return new EmbeddedServerFailed(
        "Cannot %s the embedded PostgreSQL in %s: %s".formatted(what, folder(), why), cause);
  }
}
