package ai.tickstock.provider.flatfile;

import java.util.List;
import java.util.Locale;

/// How counts and lists are written for people.
final class Wording {
  private Wording() {}

  /// `12,345`.
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// `1 split`, `12 splits`.
  static String count(long number, String singular) {
    return count(number) + " " + singular + (number == 1 ? "" : "s");
  }

  /// The first few, and how many more there are.
  static String few(List<String> names) {
    int shown = 12;
    return names.size() <= shown
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, shown))
            + " and "
            + count(names.size() - shown)
            + " more";
  }
}
