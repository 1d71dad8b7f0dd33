package ai.tickstock.faults;

import ai.tickstock.DrivenProgram;
import ai.tickstock.SeparateProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The program in a process of its own.
final class Program implements AutoCloseable {
  /// What a command said and how it ended.
  record Ended(List<String> command, int exit, String out, String err) {
    String said() {
      return out + err;
    }
  }

  private final List<String> arguments;
  private final SeparateProcess files;
  private final Process process;

  private Program(List<String> arguments, SeparateProcess files) {
    this.arguments = arguments;
    this.files = files;
    this.process = files.process();
  }

  /// @param folder for what it says
  /// @param java options of the JVM
  static Program start(
      Path folder, Map<String, String> environment, List<String> java, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(java);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DrivenProgram.class.getName());
    command.addAll(arguments);
    return new Program(arguments, SeparateProcess.start(folder, environment, command));
  }

  /// As `kill -9`.
  Ended kill() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    return ended();
  }

  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  void terminate() {
    process.destroy();
  }

  private void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IllegalStateException("no signal " + name + " to process " + process.pid());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// What it has said so far.
  String said() throws IOException {
    return files.out() + files.err();
  }

  /// Waits for its end.
  Ended end() throws IOException, InterruptedException {
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      throw new AssertionError(arguments + " does not end:\n" + said());
    }
    return ended();
  }

  private Ended ended() throws IOException {
    return new Ended(arguments, process.exitValue(), files.out(), files.err());
  }

  /// With what it has said, for messages.
  @Override
  public String toString() {
    try {
      return arguments + (isAlive() ? " goes on: " : " has ended: ") + said();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
