package ai.tickstock.simulator;

import java.time.LocalDate;

/// Seeded chances that depend on what is asked and not on the order of asking.
final class Dice {
  private Dice() {}

  static double roll(long seed, String text, long number) {
    return roll(of(seed, text), number);
  }

  /// Dice of a text, for many rolls.
  static long of(long seed, String text) {
    long h = seed;
    for (int i = 0; i < text.length(); i++) {
      h = mix(h ^ text.charAt(i));
    }
    return h;
  }

  /// @param dice as `of` gives them
  static double roll(long dice, long number) {
    return (mix(dice ^ number) >>> 11) * 0x1.0p-53;
  }

  static double roll(long seed, String ticker, LocalDate session) {
    return roll(seed, ticker, session.toEpochDay());
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
