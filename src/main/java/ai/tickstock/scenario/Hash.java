package ai.tickstock.scenario;

/// Numbers that depend on nothing but their arguments: the same on every machine and in any order
/// of questions. Only integer arithmetic and basic floating point, nothing a platform may round
/// differently.
final class Hash {
  private Hash() {}

  /// All 64 bits of the input stirred into all 64 bits of the result.
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  static long of(long key, long a) {
    return mix(key ^ mix(a));
  }

  static long of(long key, long a, long b) {
    return mix(mix(key ^ mix(a)) ^ mix(b));
  }

  static long of(long key, String text) {
    long h = key;
    for (int i = 0; i < text.length(); i++) {
      h = mix(h ^ text.charAt(i));
    }
    return h;
  }

  /// Evenly spread in 0 (included) to 1 (excluded).
  static double unit(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }

  /// 0 (included) to `bound` (excluded).
  static int below(long hash, int bound) {
    return (int) ((hash >>> 33) % bound);
  }

  /// About normally spread, mean 0, deviation 1, never beyond 3.5: the sum of the four 16-bit
  /// parts.
  static double bell(long hash) {
    long sum = (hash & 0xFFFF) + (hash >>> 16 & 0xFFFF) + (hash >>> 32 & 0xFFFF) + (hash >>> 48);
    return (sum - 131_070) * (1.0 / 37_837.0);
  }
}
