package ai.tickstock.simulator;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a flat file's key in the bucket says.
record FlatFileName(FlatFileKind kind, LocalDate session) {
  static final String DATA_SET = "us_stocks_sip";
  private static final Pattern KEY =
      Pattern.compile(DATA_SET + "/(\\w+)/(\\d{4})/(\\d{2})/(\\d{4}-\\d{2}-\\d{2})\\.csv\\.gz");

  /// Empty if no flat file can have the key.
  static Optional<FlatFileName> of(String key) {
    var parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    for (var kind : FlatFileKind.values()) {
      if (kind.folder().equals(parts.group(1))) {
        return session(parts.group(4))
            .map(session -> new FlatFileName(kind, session))
            .filter(name -> name.key().equals(key));
      }
    }
    return Optional.empty();
  }

  private static Optional<LocalDate> session(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// Keys in byte order are in the order of kind and session.
  String key() {
    var date = session.toString();
    var folders = DATA_SET + "/" + kind.folder() + "/";
    return folders + date.substring(0, 4) + "/" + date.substring(5, 7) + "/" + date + ".csv.gz";
  }
}
