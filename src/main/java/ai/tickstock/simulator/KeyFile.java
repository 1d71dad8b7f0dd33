package ai.tickstock.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Reads accepted keys: one `key,profile` a line, blank lines and lines from `#` left out.
public final class KeyFile {
  private KeyFile() {}

  /// @throws IllegalArgumentException if a line is not `key,profile`; the key is not repeated
  public static Map<String, PlanProfile> read(Path file) {
    var keys = new HashMap<String, PlanProfile>();
    try {
      int number = 0;
      for (var line : Files.readAllLines(file)) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        var parts = line.split(",", -1);
        if (parts.length != 2 || parts[0].isBlank()) {
          throw new IllegalArgumentException(
              "keys file " + file + ", line " + number + ": expected key,profile");
        }
        keys.put(parts[0].strip(), PlanProfile.named(parts[1].strip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the keys file " + file, e);
    }
    return keys;
  }
}
