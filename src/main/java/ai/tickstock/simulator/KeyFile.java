package ai.tickstock.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Reads accepted keys: one `key,profile` a line, blank lines and lines from `#` left out. After
/// the profile more words can change it: `etf` and `no-etf` (the profiles of ETFs), `fmv` (fair
/// market values in snapshots), `years=2` and `minute-years=2` (how far back days and minutes
/// reach), `secret=…` (what requests for flat files are signed with, in place of the key itself).
///
/// @param plans by key
/// @param secrets by key, of those that have one of their own
public record KeyFile(Map<String, PlanProfile> plans, Map<String, String> secrets) {
  private static final String SECRET = "secret=";

  public KeyFile {
    plans = Map.copyOf(plans);
    secrets = Map.copyOf(secrets);
  }

  @Override
  public String toString() {
    return plans.size() + " keys";
  }

  /// @throws IllegalArgumentException if a line is not `key,profile`; the key is not repeated
  public static KeyFile read(Path file) {
    var plans = new HashMap<String, PlanProfile>();
    var secrets = new HashMap<String, String>();
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
          var word = parts[i].strip();
          if (word.startsWith(SECRET)) {
            secrets.put(parts[0].strip(), word.substring(SECRET.length()));
          } else {
            plan = changed(plan, word, "keys file " + file + ", line " + number);
          }
        }
        plans.put(parts[0].strip(), plan);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the keys file " + file, e);
    }
    return new KeyFile(plans, secrets);
  }

  private static PlanProfile changed(PlanProfile plan, String word, String place) {
    var value = word.substring(word.indexOf('=') + 1);
    try {
      return switch (word.substring(0, word.length() - value.length())) {
        case "years=" -> plan.withHistoryYears(Integer.parseInt(value));
        case "minute-years=" -> plan.withMinuteYears(Integer.parseInt(value));
        case "" -> value.equals("fmv") ? plan.withFairValue() : plan.withEtfProfiles(isEtf(value));
        default -> throw new IllegalArgumentException(word);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          place
              + ": after the profile come etf, no-etf, fmv, years=N, minute-years=N or secret=…, not "
              + word,
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
