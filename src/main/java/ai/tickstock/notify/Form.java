package ai.tickstock.notify;

import java.util.Locale;

/// What kind of message tells notices.
enum Form {
  /// Of one kind, together.
  PROMPT,
  /// One alone.
  CRITICAL,
  /// The same one again, to the next contact.
  ESCALATION,
  /// What could wait.
  DIGEST,
  /// Asked for by hand, to everybody.
  TEST;

  boolean isUrgent() {
    return this != PROMPT && this != DIGEST;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Form ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
