package ai.tickstock.listing;

import java.util.Locale;

/// How often instruments are brought up to date.
public enum UpdateFrequency {
  /// Watched within the session, with daily bars after it.
  REALTIME,
  /// Daily bars after the session only.
  DAILY,
  /// Only when somebody asks for the instrument by name, never with all others.
  MANUAL;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException naming the words that are known
  static UpdateFrequency of(String word) {
    for (var frequency : values()) {
      if (frequency.word().equals(word)) {
        return frequency;
      }
    }
    throw new IllegalArgumentException(
        "'" + word + "' is not an update frequency: realtime, daily, manual are");
  }
}
