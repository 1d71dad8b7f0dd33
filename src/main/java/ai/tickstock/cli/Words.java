package ai.tickstock.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/// Constants and amounts as commands write them.
final class Words {
  private Words() {}

  /// `confirmed_empty`.
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// All of them, by comma.
  static String of(Collection<? extends Enum<?>> constants) {
    return constants.stream().map(Words::of).sorted().collect(Collectors.joining(","));
  }

  /// `1 run`, `1,260 runs`.
  static String count(long count, String one) {
    return count(count, one, one + "s");
  }

  static String count(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  /// `12.3 MB`.
  static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
