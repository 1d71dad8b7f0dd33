package ai.tickstock.cli;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// One year of an exchange as twelve months, at most 80 columns wide: what is not as usual carries
/// a mark, and stands below with its name.
final class YearView {
  private static final int COLUMNS = 80;
  private static final int MONTHS_ABREAST = 3;
  private static final String GAP = "    ";
  private static final String WEEK = "Mo Tu We Th Fr Sa Su ";
  private static final int WEEKS = 6;

  private final TradingCalendar calendar;
  private final int year;

  /// @param year known to the calendar
  YearView(TradingCalendar calendar, int year) {
    this.calendar = calendar;
    this.year = year;
  }

  void print(PrintWriter out) {
    var sessions = calendar.sessions(range());
    out.println(
        calendar.exchange()
            + " "
            + year
            + ": "
            + Words.count(sessions.size(), "session")
            + ", times of "
            + calendar.zone());
    regularHours(sessions).forEach(out::println);
    out.println();
    for (int month = 1; month <= 12; month += MONTHS_ABREAST) {
      printAbreast(month, out);
    }
    boolean extra = dates().stream().anyMatch(date -> mark(date) == '+');
    out.println(
        "* closed   < closes early   > other hours"
            + (extra ? "   + session after all" : "")
            + "   no trading on Saturdays and Sundays");
    out.println();
    printNamed(out);
    out.flush();
  }

  private DateRange range() {
    return new DateRange(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
  }

  private List<LocalDate> dates() {
    return range().first().datesUntil(range().last().plusDays(1)).toList();
  }

  /// The hours of ordinary sessions; several lines in a year in which they changed.
  private List<String> regularHours(List<Session> sessions) {
    var since = new LinkedHashMap<LocalDate, String>();
    var before = "";
    for (var session : sessions) {
      var hours = hours(session);
      if (calendar.reason(session.date()).isEmpty() && !hours.equals(before)) {
        since.put(session.date(), hours);
        before = hours;
      }
    }
    var lines = new ArrayList<String>();
    since.forEach((date, hours) ->
        lines.add("Open " + hours + (lines.isEmpty() ? "" : " from " + date + " on")));
    return lines;
  }

  private void printAbreast(int firstMonth, PrintWriter out) {
    var months = new ArrayList<List<String>>();
    for (int month = firstMonth; month < firstMonth + MONTHS_ABREAST; month++) {
      months.add(month(YearMonth.of(year, month)));
    }
    for (int i = 0; i < months.getFirst().size(); i++) {
      int index = i;
      var line = String.join(GAP, months.stream().map(month -> month.get(index)).toList());
      if (!line.isBlank()) {
        out.println(line.stripTrailing());
      }
    }
    out.println();
  }

  /// The name, the week and six weeks, all of one width.
  private List<String> month(YearMonth month) {
    var lines = new ArrayList<String>();
    var name = month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    int before = (WEEK.length() - name.length()) / 2;
    lines.add(padded(" ".repeat(before) + name));
    lines.add(WEEK);
    var days = new StringBuilder("   ".repeat(month.atDay(1).getDayOfWeek().getValue() - 1));
    for (int day = 1; day <= month.lengthOfMonth(); day++) {
      days.append(String.format(Locale.ROOT, "%2d", day)).append(mark(month.atDay(day)));
    }
    for (int week = 0; week < WEEKS; week++) {
      int from = Math.min(week * WEEK.length(), days.length());
      int to = Math.min(from + WEEK.length(), days.length());
      lines.add(padded(days.substring(from, to)));
    }
    return lines;
  }

  private char mark(LocalDate date) {
    if (calendar.reason(date).isEmpty()) {
      return ' ';
    }
    return calendar
        .session(date)
        .map(session -> calendar.isOrdinary(date) ? '+' : session.early() ? '<' : '>')
        .orElse('*');
  }

  private void printNamed(PrintWriter out) {
    var named = dates().stream().filter(date -> calendar.reason(date).isPresent()).toList();
    int width = named.stream().mapToInt(date -> hours(date).length()).max().orElse(0);
    for (var date : named) {
      var day = date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      var head = date + " " + day + "  " + hours(date);
      var line = new StringBuilder(head + " ".repeat(width - hours(date).length()) + " ");
      var indent = " ".repeat(line.length());
      for (var word : calendar.reason(date).orElseThrow().split(" ", -1)) {
        if (line.length() + 1 + word.length() > COLUMNS) {
          out.println(line);
          line = new StringBuilder(indent);
        }
        line.append(' ').append(word);
      }
      out.println(line);
    }
  }

  private String hours(LocalDate date) {
    return calendar.session(date).map(this::hours).orElse("closed");
  }

  private String hours(Session session) {
    return session.hours(calendar.zone());
  }

  private static String padded(String text) {
    return text + " ".repeat(WEEK.length() - text.length());
  }
}
