package ai.tickstock.notify;

import java.util.List;

/// Names in a line.
final class Listed {
  private static final int IN_A_SUBJECT = 4;

  private Listed() {}

  /// `AAA, BBB, CCC, DDD and 3 more`.
  static String shortly(List<String> names) {
    return atMost(IN_A_SUBJECT, names);
  }

  static String atMost(int most, List<String> names) {
    return names.size() <= most
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
  }
}
