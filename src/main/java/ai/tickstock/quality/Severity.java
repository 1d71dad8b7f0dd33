package ai.tickstock.quality;

import java.util.Locale;

/// How much a finding matters, least first.
public enum Severity {
  /// Odd, and most likely true.
  LOW,
  /// Somebody should look when there is time.
  MEDIUM,
  /// Wrong as it stands.
  HIGH,
  /// Wrong, and whoever reads the data is misled.
  CRITICAL;

  /// As it stands in the database.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Severity of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
