package ai.tickstock.bench;

import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.database.ServerStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A home of its own (`TICKSTOCK_HOME`) for a benchmark, with the program and its server in it. All
/// that was started in it is ended, and the folder removed, when it is closed or this process is
/// told to end.
final class BenchHome implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Path checkout;
  private final Path folder;
  private final EmbeddedServer server;
  private final PrintStream talk;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean cleared = new AtomicBoolean();
  private final Thread atExit = new Thread(this::clear);
  private @Nullable BenchServer opened;

  private BenchHome(Path checkout, Path folder, PrintStream talk) {
    this.checkout = checkout;
    this.folder = folder;
    this.talk = talk;
    // Where the program itself has them.
    this.server =
        EmbeddedServer.in(
            folder.resolve("default").resolve("database"), folder.resolve("postgresql"), IDLE);
  }

  /// @param checkout whose launcher is started
  /// @param talk told what goes on
  static BenchHome create(Path checkout, PrintStream talk) throws IOException {
    var home = new BenchHome(checkout, Files.createTempDirectory("tickstock-bench-"), talk);
    Runtime.getRuntime().addShutdownHook(home.atExit);
    return home;
  }

  /// Tells what goes on.
  void say(String line) {
    talk.println(line);
    talk.flush();
  }

  /// A new folder below the home.
  Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /// Where data that is the same each time may stay for the next benchmark.
  Path kept() throws IOException {
    return Files.createDirectories(checkout.resolve(".build/bench-data"));
  }

  /// The durable server that the program starts for itself, running.
  BenchServer server() {
    if (opened == null) {
      say("starting a PostgreSQL with durable settings");
      opened = new BenchServer(server);
    }
    return opened;
  }

  /// A new database of the durable server, with the program's tables, in place of one of that name.
  ///
  /// @return the variables that lead the program to it
  Map<String, String> migrated(String database)
      throws IOException, SQLException, InterruptedException {
    return migrated(database, Map.of());
  }

  /// @param vendor variables that say who is asked for bars
  Map<String, String> migrated(String database, Map<String, String> vendor)
      throws IOException, SQLException, InterruptedException {
    server().requireDurable();
    var variables = new HashMap<>(vendor);
    variables.putAll(BenchServer.variables(server().fresh(database)));
    tickstock(variables, List.of("db", "migrate")).requireExit(0);
    return variables;
  }

  /// Processor seconds of the server so far.
  double serverProcessorSeconds() {
    return server.status() instanceof ServerStatus.Running running
        ? ProcessorTime.ofServer(running.pid())
        : 0;
  }

  /// Runs a command as a user does, through the launcher.
  ///
  /// @param variables besides TICKSTOCK_HOME
  Execution tickstock(Map<String, String> variables, List<String> arguments)
      throws IOException, InterruptedException {
    var log = folder.resolve("gc.log");
    var builder = command(variables, arguments);
    builder.environment().put("TICKSTOCK_JAVA_OPTIONS", "-Xlog:gc,gc+exit:file=" + log);
    var execution = finished(builder);
    long heap = Files.exists(log) ? Execution.peakHeap(Files.readAllLines(log)) : 0;
    Files.deleteIfExists(log);
    return execution.withPeakHeap(heap);
  }

  private Execution finished(ProcessBuilder builder) throws IOException, InterruptedException {
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    double before = ProcessorTime.ofEndedChildren();
    long began = System.nanoTime();
    var process = builder.start();
    running.add(process);
    long resident = 0;
    while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      resident = Math.max(resident, ProcessorTime.peakResident(process.pid()));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    running.remove(process);
    return new Execution(
        seconds,
        ProcessorTime.ofEndedChildren() - before,
        0,
        resident,
        process.exitValue(),
        Files.readString(out),
        Files.readString(err));
  }

  /// Runs a command exactly as it is started by hand: its heap is not watched.
  Execution plain(List<String> arguments) throws IOException, InterruptedException {
    return finished(command(Map.of(), arguments));
  }

  /// A command that goes on running: its standard output can be read, what it says on standard
  /// error is thrown away. Ended with the home at the latest.
  Process start(Map<String, String> variables, List<String> arguments) throws IOException {
    var process =
        command(variables, arguments).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    running.add(process);
    return process;
  }

  /// Runs a program that is not ours and whose words do not matter.
  ///
  /// @return seconds
  double time(List<String> command) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    long began = System.nanoTime();
    builder.start().waitFor();
    return (System.nanoTime() - began) / 1e9;
  }

  /// Runs a program that is not ours and takes its words.
  ///
  /// @return its standard output
  String output(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    running.add(process);
    var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    running.remove(process);
    if (exit != 0) {
      throw new BenchmarkFailed(command.getFirst() + " ended with exit code " + exit);
    }
    return words;
  }

  private ProcessBuilder command(Map<String, String> variables, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(checkout.resolve("tickstock").toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name ->
            name.startsWith("TICKSTOCK_")
                || name.startsWith("JDK_JAVA")
                || name.equals("JAVA_TOOL_OPTIONS")
                || name.equals("DATABASE_URL")
                || name.endsWith("_API_KEY"));
    builder.environment().put("TICKSTOCK_HOME", folder.toString());
    builder.environment().putAll(variables);
    return builder;
  }

  private void clear() {
    if (!cleared.compareAndSet(false, true)) {
      return;
    }
    running.forEach(Process::destroyForcibly);
    try {
      if (opened != null) {
        opened.close();
      }
      server.stop();
    } catch (RuntimeException e) {
      say("could not stop the server in " + folder + ": " + e.getMessage());
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      say("could not remove " + folder + ": " + e);
    }
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // It runs already.
    }
  }
}
