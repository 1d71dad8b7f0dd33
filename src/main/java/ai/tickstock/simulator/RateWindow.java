package ai.tickstock.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Over which minute a plan's calls are counted.
public enum RateWindow {
  /// Any 60 seconds.
  SLIDING,
  /// From one full minute of the clock to the next.
  FIXED_MINUTE;

  /// As the command line writes it: `fixed-minute`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @throws IllegalArgumentException if there is no such window
  public static RateWindow of(String word) {
    return Arrays.stream(values())
        .filter(w -> w.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown limiter '"
                    + word
                    + "': use one of "
                    + Arrays.stream(values())
                        .map(RateWindow::word)
                        .collect(Collectors.joining(", "))));
  }
}
