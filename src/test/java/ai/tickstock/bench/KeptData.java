package ai.tickstock.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Files that are made once and used by later benchmarks; made again when what they are made from
/// has changed.
final class KeptData {
  private KeptData() {}

  interface Maker {
    void make(Path folder) throws IOException;
  }

  /// @param key of what they are made from; part of the folder's name
  /// @return the folder with them, as one whole
  static Path of(BenchHome home, String name, String key, Maker maker) throws IOException {
    var kept = home.kept();
    var folder = kept.resolve(name + "-" + key);
    if (Files.isDirectory(folder)) {
      home.say("using the files in " + folder);
      return folder;
    }
    try (var others = Files.newDirectoryStream(kept, name + "-*")) {
      for (var other : others) {
        remove(other);
      }
    }
    home.say("making files in " + folder + ", once");
    var half = kept.resolve("half-" + name + "-" + key);
    remove(half);
    maker.make(Files.createDirectories(half));
    return Files.move(half, folder);
  }

  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
