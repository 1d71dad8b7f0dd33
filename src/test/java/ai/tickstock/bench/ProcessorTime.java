package ai.tickstock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Processor time of processes, user and system, as Linux counts it.
final class ProcessorTime {
  private static final double TICKS_A_SECOND = 100;

  private ProcessorTime() {}

  /// Seconds of a process alone; 0 when it is gone.
  static double of(long pid) {
    return stat(pid).map(s -> s.ticks(11) + s.ticks(12)).orElse(0L) / TICKS_A_SECOND;
  }

  /// Seconds of the ended children of this process, and of theirs.
  static double ofEndedChildren() {
    return stat(ProcessHandle.current().pid()).map(s -> s.ticks(13) + s.ticks(14)).orElse(0L)
        / TICKS_A_SECOND;
  }

  /// Seconds of a server with its present and ended processes.
  static double ofServer(long postmaster) {
    long ticks =
        stat(postmaster).map(s -> s.ticks(11) + s.ticks(12) + s.ticks(13) + s.ticks(14)).orElse(0L);
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        var one = stat(Long.parseLong(process.getFileName().toString()));
        if (one.isPresent() && one.get().ticks(1) == postmaster) {
          ticks += one.get().ticks(11) + one.get().ticks(12);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ticks / TICKS_A_SECOND;
  }

  /// Most memory that a process has had in hand, in bytes; 0 when it is gone.
  static long peakResident(long pid) {
    try {
      for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return 0;
    } catch (IOException gone) {
      return 0;
    }
  }

  /// Fields of /proc/PID/stat after the name: 0 is the state, 1 the parent, 11 to 14 are utime,
  /// stime, cutime and cstime.
  private record Stat(String[] fields) {
    long ticks(int field) {
      return Long.parseLong(fields[field]);
    }
  }

  private static Optional<Stat> stat(long pid) {
    try {
      var text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Optional.of(new Stat(text.substring(text.lastIndexOf(')') + 2).split(" ")));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
