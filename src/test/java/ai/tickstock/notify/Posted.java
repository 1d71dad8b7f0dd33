package ai.tickstock.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Notices for tests, one of each kind.
final class Posted {
  /// 10:00 in New York, in summer.
  static final Instant TEN = Instant.parse("2025-07-08T14:00:00Z");

  static final LocalDate DAY = LocalDate.parse("2025-07-08");

  static final String HOSTILE =
      "<script>alert('x')</script> & \"Co\" <!channel> <@U1> *b* `c` \u202Egnp\r\nBcc: all@example.com";

  private Posted() {}

  static IpoFound ipos() {
    return new IpoFound(
        DAY,
        List.of(
            new IpoFound.Name("CHYM", "Chime Financial, Inc. Class A Common Stock", "CS", "XNAS"),
            new IpoFound.Name(
                "FGMX", "Figma Growth & Income 2X Daily Leveraged ETF", "ETF", "ARCX"),
            new IpoFound.Name("OMDA", "Omada Health, Inc.", "CS", "XNAS")));
  }

  static IpoFound ipo(String symbol) {
    return new IpoFound(DAY, List.of(new IpoFound.Name(symbol, symbol + " Inc.", "CS", "XNYS")));
  }

  static MembersChanged members() {
    return new MembersChanged(
        DAY,
        List.of(
            new MembersChanged.Change("META", "renamed from FB", DAY, "top_50, technology"),
            new MembersChanged.Change("SIVB", "delisted", DAY, "banks")));
  }

  static EndOfDayDone endOfDay(List<String> open) {
    return new EndOfDayDone(
        DAY,
        open.isEmpty() ? "complete" : "partial",
        11_842,
        11_842 - open.size(),
        open,
        Duration.ofSeconds(1_394),
        "passed");
  }

  static GapFound gap(String symbol, double dollars) {
    return new GapFound(
        symbol,
        symbol + " Inc.",
        DAY.minusDays(6),
        DAY,
        4,
        dollars,
        0.0004,
        "top_500",
        Optional.empty());
  }

  static ScheduleMoved moved() {
    return new ScheduleMoved(
        "XNYS",
        DAY.plusDays(3),
        "moved",
        "09:30-16:00",
        "09:30-13:00",
        "day of mourning",
        "operator");
  }

  static ScheduleMoved earlyClose() {
    return new ScheduleMoved(
        "XNYS",
        LocalDate.of(2025, 11, 28),
        ScheduleMoved.EARLY_CLOSE,
        "end-of-day at 2025-11-28 16:45 EST",
        "end-of-day at 2025-11-28 14:00 EST",
        "Day after Thanksgiving",
        "the exchange's calendar and the schedule's rule");
  }

  static PlainNotice plain(Severity severity, String cause) {
    return new PlainNotice(
        severity, cause, "about " + cause, "Something about " + cause + ".", Map.of());
  }

  static PlainNotice hostile() {
    return new PlainNotice(
        Severity.HIGH, "hostile", HOSTILE, HOSTILE, Map.of("Name " + HOSTILE, HOSTILE));
  }

  /// As it would be kept.
  static Notice kept(long id, NewNotice notice) {
    return new Notice(
        id,
        NoticeKind.of(notice).word(),
        notice.severity(),
        notice.cause(),
        notice.subject(),
        Notice.json(notice),
        notice.session(),
        Notice.State.OPEN,
        TEN,
        TEN,
        1,
        Notice.Route.TOLD,
        1,
        Optional.empty());
  }

  static Message message(Form form, NewNotice... notices) {
    var kept = new java.util.ArrayList<Notice>();
    for (var notice : notices) {
      kept.add(kept(kept.size() + 1L, notice));
    }
    return new Message(form, kept, TEN, "tickstock-data");
  }
}
