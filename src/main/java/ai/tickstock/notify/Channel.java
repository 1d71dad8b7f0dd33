package ai.tickstock.notify;

import java.util.Locale;

/// The ways out of the program.
enum Channel {
  MAIL,
  SLACK,
  REDIS;

  /// As it is stored and printed.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
