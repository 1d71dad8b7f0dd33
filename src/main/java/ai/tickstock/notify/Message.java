package ai.tickstock.notify;

import ai.tickstock.market.Bar;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// One or several notices as they are told together.
///
/// @param notices not empty
/// @param at when it was made
/// @param source whose facts, e.g. `tickstock-data`
record Message(Form form, List<Notice> notices, Instant at, String source) {
  /// The number of a notice that is shown and not posted.
  static final long NOT_POSTED = 0;

  private static final int MOST_TOLD_IN_FULL = 15;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.US).withZone(Bar.NEW_YORK);

  Message {
    notices = List.copyOf(notices);
    if (notices.isEmpty()) {
      throw new IllegalArgumentException("a message without a notice");
    }
  }

  Severity severity() {
    return notices.stream().map(Notice::severity).max(Severity::compareTo).orElseThrow();
  }

  /// One line, without what would begin another one.
  String subject() {
    var text =
        switch (form) {
          case CRITICAL -> "CRITICAL: " + first().subject();
          case ESCALATION -> "CRITICAL, not acknowledged: " + first().subject();
          case TEST -> "Test: " + first().subject();
          case DIGEST -> "Digest: " + counted(notices.size());
          case PROMPT ->
              notices.size() == 1
                  ? first().subject()
                  : notices.size() + " " + first().kindInPlural();
        };
    return Printable.of(text).strip();
  }

  Notice first() {
    return notices.getFirst();
  }

  /// Those that are shown with all their facts: in a digest none.
  List<Notice> inFull() {
    return form == Form.DIGEST
        ? List.of()
        : notices.subList(0, Math.min(MOST_TOLD_IN_FULL, notices.size()));
  }

  /// Those of which only a line is shown.
  Content.Grid inALine() {
    return new Content.Grid(
        "",
        List.of("No", "Severity", "What", ">Seen"),
        notices.subList(inFull().size(), notices.size()).stream()
            .map(n ->
                List.of(
                    Long.toString(n.id()),
                    n.severity().word(),
                    n.subject(),
                    n.count() == 1 ? "once" : n.count() + " times"))
            .toList());
  }

  boolean hasLines() {
    return inFull().size() < notices.size();
  }

  /// What can be done about all of it.
  String command() {
    return notices.size() == 1 && first().id() != NOT_POSTED
        ? "tickstock notices ack " + first().id()
        : "tickstock notices list --open";
  }

  /// Who says this, and when.
  String signature() {
    return source
        + ", "
        + moment(at)
        + (first().id() == NOT_POSTED ? ", shown by a command" : ", notice " + numbers());
  }

  /// How a notice stands.
  static String standing(Notice notice) {
    var seen =
        notice.count() == 1
            ? "seen " + moment(notice.firstSeen())
            : "seen "
                + notice.count()
                + " times, "
                + moment(notice.firstSeen())
                + " to "
                + moment(notice.lastSeen());
    return notice
        .acknowledged()
        .map(a -> seen + "; acknowledged by " + a.by() + " at " + moment(a.at()))
        .orElse(seen);
  }

  private String numbers() {
    var shown =
        notices.stream()
            .limit(10)
            .map(n -> Long.toString(n.id()))
            .collect(Collectors.joining(", "));
    return notices.size() > 10 ? shown + " and " + (notices.size() - 10) + " more" : shown;
  }

  private static String counted(int number) {
    return number == 1 ? "1 notice" : number + " notices";
  }

  private static String moment(Instant instant) {
    return MOMENT.format(instant);
  }
}
