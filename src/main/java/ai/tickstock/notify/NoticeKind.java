package ai.tickstock.notify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What notices are about. Names stand in the database.
public enum NoticeKind {
  IPO_FOUND(IpoFound.class, true, "nights with IPOs"),
  MEMBERS_CHANGED(MembersChanged.class, true, "nights with renamed or delisted members"),
  END_OF_DAY_DONE(EndOfDayDone.class, true, "ends of day"),
  DAILY_REPORT(DailyReportReady.class, true, "daily reports"),
  /// Stays open until somebody acknowledges it.
  GAP_FOUND(GapFound.class, false, "gaps over one session"),
  SCHEDULE_MOVED(ScheduleMoved.class, true, "moved schedules"),
  OTHER(PlainNotice.class, true, "notices");

  private final Class<? extends NewNotice> facts;
  private final boolean isNews;
  private final String plural;

  NoticeKind(Class<? extends NewNotice> facts, boolean isNews, String plural) {
    this.facts = facts;
    this.isNews = isNews;
    this.plural = plural;
  }

  static NoticeKind of(NewNotice notice) {
    return Arrays.stream(values())
        .filter(k -> k.facts.isInstance(notice))
        .findFirst()
        .orElseThrow();
  }

  /// Empty for a word of a newer program.
  static Optional<NoticeKind> ofWord(String word) {
    return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
  }

  /// As it is stored and printed.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  Class<? extends NewNotice> facts() {
    return facts;
  }

  /// Whether everything is done when it was told, unless it is critical.
  boolean isNews() {
    return isNews;
  }

  String plural() {
    return plural;
  }
}
