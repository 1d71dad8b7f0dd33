package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tickstock.database.ServerFacts.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedServerTest {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".tickstock", "postgresql");

  @TempDir private Path home;

  @AfterEach
  void stop() {
    server().stop();
  }

  @Test
  void isDurablePrivateAndKeepsItsDataAndPort() throws IOException {
    assertThat(server().status()).isInstanceOf(ServerStatus.NotCreated.class);

    var address = server().address("market");
    write(address);

    assertThat(address.password()).hasSizeGreaterThanOrEqualTo(32);
    assertThat(address).asString().doesNotContain(address.password());
    assertThat(mode(folder())).isEqualTo("rwx------");
    assertThat(mode(folder().resolve("data"))).isEqualTo("rwx------");
    assertThat(mode(folder().resolve("password"))).isEqualTo("rw-------");
    try (var database = Database.connect(address, 2)) {
      assertThat(ServerFacts.of(database, Clock.systemUTC()))
          .filteredOn(fact -> !fact.name().equals("free disk"))
          .allMatch(fact -> fact.verdict() == Verdict.OK);
    }
    var running = running();
    assertThat(running.version()).startsWith("17.");
    assertThat(running.dataDirectory()).isEqualTo(folder().resolve("data"));
    assertThat(server().stop()).isTrue();
    assertThat(server().stop()).isFalse();
    assertThat(server().status()).isEqualTo(new ServerStatus.Stopped(folder().resolve("data")));

    assertThat(server().address("market")).isEqualTo(address);
    assertThat(rows(address)).isEqualTo(1);
  }

  @Test
  void givesEachNameADatabaseOfItsOwn() {
    var one = server().address("tickstock");
    var other = server().address("tickstock_simulated");
    write(one);

    assertThat(one.jdbcUrl()).endsWith("/tickstock");
    assertThatThrownBy(() -> rows(other)).hasMessageContaining("t");
    assertThatThrownBy(() -> server().address("no\"quotes")).hasMessageContaining("a-z");
  }

  @Test
  void recoversAfterItsMainProcessWasKilled() throws IOException {
    var address = server().address("market");
    write(address);

    kill(running().pid());

    assertThat(server().status()).isInstanceOf(ServerStatus.Stopped.class);
    assertThat(rows(server().address("market"))).isEqualTo(1);
  }

  @Test
  void startsWhenTheNumberOfADeadServerBelongsToSomebodyElse() throws IOException {
    write(server().address("market"));
    kill(running().pid());
    var note = folder().resolve("data/postmaster.pid");
    var lines = new ArrayList<>(Files.readAllLines(note));
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(note, lines);

    assertThat(rows(server().address("market"))).isEqualTo(1);
  }

  @Test
  void startsAfterANoteThatWasHalfWritten() throws IOException {
    write(server().address("market"));
    server().stop();
    Files.writeString(folder().resolve("data/postmaster.pid"), "");

    assertThat(rows(server().address("market"))).isEqualTo(1);
  }

  @Test
  void takesAnotherPortWhenItsOwnIsTaken() throws IOException {
    write(server().address("market"));
    int port = running().port();
    server().stop();

    try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(rows(server().address("market"))).isEqualTo(1);
      assertThat(running().port()).isNotEqualTo(other.getLocalPort());
    }
  }

  @Test
  void startsAnewAfterACreationThatWasKilled() throws IOException {
    var left = folder().resolve("data.unfinished-1");
    Files.createDirectories(left.resolve("base"));
    Files.writeString(left.resolve("PG_VERSION"), "17\n");

    server().start();

    assertThat(running().connections()).isZero();
    assertThat(left).doesNotExist();
  }

  @Test
  void refusesDataOfAnotherMajorVersion() throws IOException {
    server().start();
    server().stop();
    Files.writeString(folder().resolve("data/PG_VERSION"), "16\n");

    assertThatThrownBy(() -> server().start())
        .isInstanceOf(EmbeddedServerFailed.class)
        .hasMessageContaining("PostgreSQL 16")
        .hasMessageContaining("17.");
  }

  @Test
  void refusesDataOfAnotherUser() throws IOException {
    assumeRoot("that data of another user are refused");
    server().start();
    server().stop();
    Files.setAttribute(folder().resolve("data"), "unix:uid", 12345);

    assertThatThrownBy(() -> server().start())
        .isInstanceOf(EmbeddedServerFailed.class)
        .hasMessageContaining("12345")
        .hasMessageContaining("TICKSTOCK_HOME");
  }

  @Test
  void repeatsTheServersOwnWordsWhenItDoesNotStart() throws IOException {
    server().start();
    server().stop();
    Files.writeString(folder().resolve("data/postgresql.auto.conf"), "no_such_setting = 1\n");

    assertThatThrownBy(() -> server().start())
        .isInstanceOf(EmbeddedServerFailed.class)
        .hasMessageContaining("no_such_setting");
  }

  @Test
  void saysThatOthersMayReadTheData() throws IOException {
    server().start();
    server().stop();
    Files.setPosixFilePermissions(
        folder().resolve("data"), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> server().start()).hasMessageContaining("invalid permissions");
  }

  @Test
  void saysThatThePasswordIsMissing() throws IOException {
    server().start();
    Files.delete(folder().resolve("password"));

    assertThatThrownBy(() -> server().address("market"))
        .isInstanceOf(EmbeddedServerFailed.class)
        .hasMessageContaining("password file is missing");
  }

  @Test
  void saysThatTheDiskIsFullWhileItIsCreated() throws Exception {
    assumeRoot("the message for a full disk");
    assumeTrue(
        ServerCommand.run(
                List.of("mount", "-t", "tmpfs", "-o", "size=12m", "none", home.toString()),
                Duration.ofSeconds(10))
            .succeeded(),
        "NOT CHECKED, no tmpfs can be mounted: the message for a full disk");
    try {
      assertThatThrownBy(() -> server().start())
          .isInstanceOf(EmbeddedServerFailed.class)
          .hasMessageContaining("The disk is full");
      assertThat(folder().resolve("data")).doesNotExist();
    } finally {
      ServerCommand.run(List.of("umount", home.toString()), Duration.ofSeconds(10));
    }
  }

  @Test
  void isOneServerForTwoProgramsThatStartAtOnceAndOutlivesBoth() throws Exception {
    var programs = List.of(program("durable"), program("durable"));
    for (var program : programs) {
      assertThat(program.waitFor()).isZero();
    }

    var lines = programs.stream().map(EmbeddedServerTest::output).distinct().toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst()).isEqualTo("pid " + running().pid());
    assertThat(session(running().pid())).isNotEqualTo(session(ProcessHandle.current().pid()));
  }

  @Test
  void endsWithTheProgramThatThrowsItAway() throws Exception {
    var program = program("throw-away");
    long pid;
    try (var reader = program.inputReader()) {
      pid = Long.parseLong(reader.readLine().replace("pid ", ""));
      program.destroyForcibly().waitFor();
    }

    await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(home));
    assertThat(commandLine(pid)).isEmpty();
    Files.createDirectories(home);
  }

  @Test
  void isNotStoppedWhileAClientIsThereOrWasJustNow() {
    var impatient = server(Duration.ZERO, Duration.ofSeconds(1));
    try (var client = Database.connect(impatient.address("market"), 1)) {
      assertThat(client.address()).isEqualTo(impatient.address("market"));
      assertThat(impatient.stopIfIdle()).isFalse();
    }
    assertThat(server().stopIfIdle()).isFalse();

    await().atMost(Duration.ofMinutes(1)).until(impatient::stopIfIdle);
    assertThat(server().status()).isInstanceOf(ServerStatus.Stopped.class);
    assertThat(server().stopIfIdle()).isFalse();
  }

  @Test
  void isStoppedByItsWatchAfterIdleness() {
    server(Duration.ofSeconds(1), Duration.ofSeconds(1)).start();

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> server().status() instanceof ServerStatus.Stopped);
  }

  @Test
  void comesBackForADatabaseThatLostItInTheMiddleOfATransaction() throws IOException {
    var address = server().address("market");
    write(address);
    try (var database = Database.connect(address, 2)) {
      var failure =
          catchThrowableOfType(
              DatabaseUnavailable.class,
              () ->
                  database.useTransaction(handle -> {
                    handle.execute("INSERT INTO t VALUES (2)");
                    server().stop();
                    handle.execute("INSERT INTO t VALUES (3)");
                  }));
      assertThat(failure.mayPass()).isTrue();

      server().start();

      assertThat(
              database.<Integer>read(handle ->
                  handle.createQuery("SELECT count(*) FROM t").mapTo(Integer.class).one()))
          .isEqualTo(1);
    }
  }

  @Test
  void runsAsNobodyWhereNamespacesAreForbidden() throws IOException {
    assumeRoot("that root can run the server as nobody");
    PrivateFiles.folder(folder());
    var directory =
        new DataDirectory(folder(), BinariesArchive.shipped().unpackedIn(CACHE), ServerUser.NOBODY);

    directory.create(ServerProfile.DURABLE);
    directory.check();

    assertThat(directory.start(ServerProfile.DURABLE, freePort()))
        .withFailMessage(directory.lastWords())
        .isTrue();
    assertThat(running().version()).startsWith("17.");
    directory.stop(ServerProfile.DURABLE);
    assertThat(server().status()).isInstanceOf(ServerStatus.Stopped.class);
  }

  @Test
  void runsForAnOrdinaryUser() throws Exception {
    assumeRoot("that an ordinary user can run the server");
    Files.setAttribute(home, "unix:uid", ServerUser.NOBODY_ID);
    var command =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                // The class path may lie in root's home.
                "--inh-caps=-all,+dac_read_search",
                "--ambient-caps=+dac_read_search"));
    command.addAll(command("durable-stopped", home.resolve("binaries")));
    var program = new ProcessBuilder(command).redirectErrorStream(true).start();

    var output = output(program);
    assertThat(program.waitFor()).withFailMessage(output).isZero();
    assertThat(output).contains("user nobody", "stopped");
    assertThat(Files.getAttribute(folder().resolve("data"), "unix:uid"))
        .isEqualTo(ServerUser.NOBODY_ID);
  }

  private EmbeddedServer server() {
    return EmbeddedServer.in(home, CACHE);
  }

  private EmbeddedServer server(Duration idle, Duration look) {
    return new EmbeddedServer(
        home, CACHE, BinariesArchive.shipped(), ServerProfile.DURABLE, idle, look);
  }

  private Path folder() {
    return home.resolve("postgresql");
  }

  private ServerStatus.Running running() {
    return (ServerStatus.Running) server().status();
  }

  private Process program(String what) throws IOException {
    return new ProcessBuilder(command(what, CACHE))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private List<String> command(String what, Path cache) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ServerUse.class.getName(),
        what,
        home.toString(),
        cache.toString());
  }

  private static String output(Process program) {
    try {
      return new String(program.getInputStream().readAllBytes()).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assumeRoot(String what) {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "NOT CHECKED, this is not root: " + what);
  }

  private static void write(DatabaseAddress address) {
    try (var database = Database.connect(address, 1)) {
      database.useTransaction(
          handle -> handle.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)"));
    }
  }

  private static int rows(DatabaseAddress address) {
    try (var database = Database.connect(address, 1)) {
      return database.read(
          handle -> handle.createQuery("SELECT count(*) FROM t").mapTo(Integer.class).one());
    }
  }

  private static void kill(long pid) throws IOException {
    assertThat(
            ServerCommand.run(List.of("kill", "-9", Long.toString(pid)), Duration.ofSeconds(5))
                .succeeded())
        .isTrue();
    await().until(() -> commandLine(pid).isEmpty());
  }

  /// Empty when the process is dead, also when nobody has collected it.
  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static String session(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ")[5];
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
