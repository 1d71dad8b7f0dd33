package ai.tickstock.database;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/// The folder that holds a server's data, and the programs that work on it. Who uses it holds the
/// server's lock.
///
/// @param folder the server's private folder; the data lie in `data` in it
record DataDirectory(Path folder, ServerBinaries binaries, ServerUser user) {
  private static final Duration CREATING = Duration.ofMinutes(5);
  private static final Duration STARTING = Duration.ofMinutes(5);
  private static final Duration STOPPING = Duration.ofMinutes(2);
  private static final String UNFINISHED = "data.unfinished-";

  static Path data(Path folder) {
    return folder.resolve("data");
  }

  static Path password(Path folder) {
    return folder.resolve("password");
  }

  /// Makes an empty data directory and a password, unless they are there. A creation that was
  /// killed half-way leaves nothing that a later one would take for complete.
  void create(ServerProfile profile) throws IOException {
    if (Files.isDirectory(data(folder))) {
      return;
    }
    removeUnfinished();
    var secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    PrivateFiles.write(
        password(folder), Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
    // A new name each time: an initdb whose parent was killed may still be writing to the old one.
    var unfinished = folder.resolve(UNFINISHED + Long.toHexString(new SecureRandom().nextLong()));
    var arguments =
        new ArrayList<>(
            List.of(
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + password(folder),
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums"));
    if (profile == ServerProfile.THROW_AWAY) {
      arguments.add("--no-sync");
    }
    var result = run("initdb", CREATING, arguments);
    if (!result.succeeded()) {
      removeUnfinished();
      throw new EmbeddedServerFailed(
          "Cannot create a database server in %s: initdb ended with %d. %s%n%s"
              .formatted(folder, result.exit(), result.output(), advice(result.output())));
    }
    Files.writeString(
        unfinished.resolve("postgresql.conf"),
        "include = 'tickstock.conf'\n",
        StandardOpenOption.APPEND);
    Files.move(unfinished, data(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Refuses data that these programs or this user cannot serve.
  void check() throws IOException {
    var version = PrivateFiles.read(data(folder).resolve("PG_VERSION")).orElse("none");
    if (!version.equals(Integer.toString(binaries.major()))) {
      throw new EmbeddedServerFailed(
          """
          %s was made by PostgreSQL %s, this program brings %s. Export what you need with the \
          program version that made it, move the folder away, and load again; or set DATABASE_URL.\
          """
              .formatted(data(folder), version, binaries.version()));
    }
    int owner = (Integer) Files.getAttribute(data(folder), "unix:uid");
    int expected = user.id();
    if (owner != expected) {
      throw new EmbeddedServerFailed(
          """
          %s belongs to user %s (id %d), and PostgreSQL would run as id %d here. Run the command as \
          that user, or set TICKSTOCK_HOME to a folder of your own.\
          """
              .formatted(data(folder), Files.getOwner(data(folder)), owner, expected));
    }
  }

  /// Starts the server and waits until it accepts connections, after a crash until it has
  /// recovered.
  ///
  /// @return false when it did not start
  boolean start(ServerProfile profile, int port) throws IOException {
    Postmaster.forgetDead(data(folder));
    Files.writeString(data(folder).resolve("tickstock.conf"), profile.configuration(memory()));
    Files.deleteIfExists(startLog());
    var arguments =
        List.of(
            "start",
            "--pgdata=" + data(folder),
            "--log=" + startLog(),
            "--wait",
            "--timeout=" + STARTING.toSeconds(),
            "--options=-p " + port);
    return run("pg_ctl", STARTING.plusSeconds(30), arguments).succeeded();
  }

  /// Of the machine, or of the container that this process is in.
  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /// Stops the server and waits for its end.
  void stop(ServerProfile profile) throws IOException {
    var mode = profile == ServerProfile.THROW_AWAY ? "immediate" : "fast";
    var result =
        run(
            "pg_ctl",
            STOPPING.plusSeconds(30),
            List.of(
                "stop",
                "--pgdata=" + data(folder),
                "--mode=" + mode,
                "--wait",
                "--timeout=" + STOPPING.toSeconds()));
    if (!result.succeeded()) {
      throw new EmbeddedServerFailed(
          "Cannot stop the server in %s: %s. It may belong to another user."
              .formatted(data(folder), result.output()));
    }
  }

  /// The last lines that the server has written, and what they may mean.
  String lastWords() throws IOException {
    var text = new StringBuilder(tail(startLog()));
    var logs = data(folder).resolve("log");
    if (Files.isDirectory(logs)) {
      try (var files = Files.list(logs)) {
        files
            .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
            .ifPresent(newest -> text.append(tail(newest)));
      }
    }
    return text + advice(text.toString());
  }

  private static String tail(Path log) {
    try {
      var lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size())) + "\n";
    } catch (IOException e) {
      return "(no " + log + ")\n";
    }
  }

  private static String advice(String output) {
    if (output.contains("No space left on device")) {
      return "The disk is full: make room, or set TICKSTOCK_HOME to a folder on another disk.";
    }
    if (output.contains("Permission denied")) {
      return "Set TICKSTOCK_HOME to a folder that you may write to.";
    }
    if (output.contains("could not look up effective user ID")) {
      return "This user is not in /etc/passwd; PostgreSQL needs it to be.";
    }
    return "";
  }

  private Path startLog() {
    return folder.resolve("start.log");
  }

  private ServerCommand run(String program, Duration patience, List<String> arguments)
      throws IOException {
    return ServerCommand.run(user.command(binaries.program(program), arguments), patience);
  }

  private void removeUnfinished() throws IOException {
    try (var left = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
      for (var folderLeft : left) {
        PrivateFiles.deleteTree(folderLeft);
      }
    }
  }
}
