package ai.tickstock.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A PostgreSQL server of our own in a folder: created on first use, private, started detached and
/// left running for the next command. Safe for use by many threads and processes at once.
public final class EmbeddedServer {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration STARTING = Duration.ofMinutes(5);
  private static final Duration STOPPING = Duration.ofMinutes(1);

  private final Path folder;
  private final Path data;
  private final Path cache;
  private final BinariesArchive archive;
  private final ServerProfile profile;

  EmbeddedServer(Path home, Path cache, BinariesArchive archive, ServerProfile profile) {
    this.folder = home.toAbsolutePath().normalize().resolve("postgresql");
    this.data = folder.resolve("data");
    this.cache = cache.toAbsolutePath().normalize();
    this.archive = archive;
    this.profile = profile;
  }

  /// The durable server of an environment; nothing happens before it is asked for.
  ///
  /// @param home the environment's folder, e.g. `~/.tickstock/dev`
  /// @param binaries where PostgreSQL's programs are unpacked, shared by all environments
  public static EmbeddedServer in(Path home, Path binaries) {
    return new EmbeddedServer(home, binaries, BinariesArchive.shipped(), ServerProfile.DURABLE);
  }

  /// Where a database of this server is; starts the server and makes the database when need be.
  public DatabaseAddress address(String database) {
    return address(database, ServerDatabases.ROLE);
  }

  /// As `address`, for somebody who may do everything.
  DatabaseAddress superuserAddress(String database) {
    return address(database, "postgres");
  }

  private DatabaseAddress address(String database, String user) {
    try (var _ = lock()) {
      var running = running();
      var postmaster = running.isPresent() ? running.get() : started();
      new ServerDatabases(address(postmaster, "postgres", "postgres")).create(database);
      return address(postmaster, user, database);
    } catch (IOException e) {
      throw failed("use", PrivateFiles.reason(e), e);
    } catch (SQLException e) {
      throw failed("use", String.valueOf(e.getMessage()), e);
    }
  }

  /// Stops the server; open transactions are rolled back. Nothing happens when it does not run.
  public void stop() {
    if (!Files.isDirectory(data)) {
      return;
    }
    try (var _ = lock()) {
      if (running().isPresent()) {
        var mode = profile == ServerProfile.THROW_AWAY ? "immediate" : "fast";
        run("pg_ctl", STOPPING, List.of("stop", "-D", data.toString(), "-m", mode, "-w"));
      }
    } catch (IOException e) {
      throw failed("stop", PrivateFiles.reason(e), e);
    }
  }

  private FolderLock lock() throws IOException {
    PrivateFiles.folder(folder);
    return FolderLock.acquire(folder.resolve("server.lock"), PATIENCE);
  }

  private Optional<Postmaster> running() throws IOException {
    return Postmaster.of(data).filter(Postmaster::ready);
  }

  private Postmaster started() throws IOException, SQLException {
    if (!Files.isDirectory(data)) {
      create();
    }
    Postmaster.forgetDead(data);
    int port = freePort();
    PrivateFiles.write(portFile(), port + "\n");
    var configuration = profile.configuration();
    Files.writeString(data.resolve("tickstock.conf"), configuration);
    var log = folder.resolve("start.log");
    Files.deleteIfExists(log);
    var seconds = Long.toString(STARTING.toSeconds());
    run(
        "pg_ctl",
        STARTING.plusSeconds(10),
        List.of(
            "start",
            "-D",
            data.toString(),
            "-l",
            log.toString(),
            "-w",
            "-t",
            seconds,
            "-o",
            "-p " + port));
    var postmaster =
        running()
            .orElseThrow(
                () -> new EmbeddedServerFailed("The server in " + data + " ended at once."));
    new ServerDatabases(address(postmaster, "postgres", "postgres")).createRole();
    return postmaster;
  }

  private void create() throws IOException {
    var password = new byte[24];
    new SecureRandom().nextBytes(password);
    PrivateFiles.write(
        passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(password) + "\n");
    var unfinished = folder.resolve("data.unfinished");
    PrivateFiles.deleteTree(unfinished);
    var arguments =
        new ArrayList<>(
            List.of(
                "-D",
                unfinished.toString(),
                "--username=postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile(),
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums"));
    if (profile == ServerProfile.THROW_AWAY) {
      arguments.add("--no-sync");
    }
    run("initdb", STARTING, arguments);
    Files.writeString(
        unfinished.resolve("postgresql.conf"),
        "include = 'tickstock.conf'\n",
        StandardOpenOption.APPEND);
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The port of last time when it is still free.
  private int freePort() throws IOException {
    var before = PrivateFiles.read(portFile()).filter(text -> text.matches("\\d{4,5}"));
    if (before.isPresent() && isFree(Integer.parseInt(before.get()))) {
      return Integer.parseInt(before.get());
    }
    // Below the range from which systems take the ports of outgoing connections.
    return new SecureRandom()
        .ints(1_000, 20_000, 32_000)
        .filter(EmbeddedServer::isFree)
        .findFirst()
        .orElseThrow(
            () -> new EmbeddedServerFailed("No free port between 20000 and 32000 on 127.0.0.1"));
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

  private void run(String program, Duration patience, List<String> arguments) throws IOException {
    var binaries = archive.unpackedIn(cache);
    var result =
        ServerCommand.run(
            ServerUser.find().command(binaries.program(program), arguments), patience);
    if (!result.succeeded()) {
      throw new EmbeddedServerFailed(program + " failed: " + result.output());
    }
  }

  private DatabaseAddress address(Postmaster postmaster, String user, String database)
      throws IOException {
    var password =
        PrivateFiles.read(passwordFile())
            .orElseThrow(
                () -> new EmbeddedServerFailed("The password is missing: " + passwordFile()));
    return new DatabaseAddress(
        "jdbc:postgresql://127.0.0.1:" + postmaster.port() + "/" + database, user, password);
  }

  private Path portFile() {
    return folder.resolve("port");
  }

  private Path passwordFile() {
    return folder.resolve("password");
  }

  private EmbeddedServerFailed failed(String what, String why, Exception cause) {
    return new EmbeddedServerFailed(
        "Cannot %s the embedded PostgreSQL in %s: %s".formatted(what, folder, why), cause);
  }
}
