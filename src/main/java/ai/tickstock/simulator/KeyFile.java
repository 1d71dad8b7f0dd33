package ai.tickstock.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Reads accepted keys: one `key,profile` a line, blank lines and lines from `#` left out. After
/// the profile more words can change it: `etf` and `no-etf` (the profiles of ETFs), `years=2` and
/// `minute-years=2` (how far back days and minutes reach).
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
        if (parts.length < 2 || parts[0].isBlank()) {
          throw new IllegalArgumentException(
              "keys file " + file + ", line " + number + ": expected key,profile");
        }
        var plan = PlanProfile.named(parts[1].strip());
        for (int i = 2; i < parts.length; i++) {
          plan = changed(plan, parts[i].strip(), "keys file " + file + ", line " + number);
        }
        keys.put(parts[0].strip(), plan);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the keys file " + file, e);
    }
    return keys;
  }

  private static PlanProfile changed(PlanProfile plan, String word, String place) {
    var value = word.substring(word.indexOf('=') + 1);
    try {
      return switch (word.substring(0, word.length() - value.length())) {
        case "years=" -> plan.withHistoryYears(Integer.parseInt(value));
        case "minute-years=" -> plan.withMinuteYears(Integer.parseInt(value));
        case "" -> plan.withEtfProfiles(isEtf(value));
        default -> throw new IllegalArgumentException(word);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          place + ": after the profile come etf, no-etf, years=N or minute-years=N, not " + word,
          e);
    }
  }

  private static boolean isEtf(String word) {
    return switch (word) {
      case "etf" -> true;
      case "no-etf" -> false;
      default -> throw new IllegalArgumentException(word);
    };
  }
}
