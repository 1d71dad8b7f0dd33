package ai.tickstock.market;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares calendars with lists of closed days and half days that were transcribed from what
/// others published; the head of each list says from what.
class PublishedCalendarTest {
  private static final String FOLDER = "src/test/resources/ai/tickstock/market/";

  @ParameterizedTest
  @ValueSource(strings = {"XPAR", "XETR", "XASX", "XHKG", "XTKS"})
  void hasTheClosedDaysAndHalfDaysThatWerePublished(String code) throws IOException {
    var published = new TreeMap<LocalDate, String>();
    for (var line :
        Files.readAllLines(Path.of(FOLDER + code.toLowerCase(ROOT) + "-published.csv"))) {
      if (!line.startsWith("#") && !line.equals("date,kind,close,source")) {
        var row = line.split(",");
        published.put(LocalDate.parse(row[0]), row[1].equals("closed") ? "closed" : row[2]);
      }
    }
    int first = published.firstKey().getYear();
    int last = published.lastKey().getYear();
    assertThat(first).isEqualTo(2000);
    assertThat(last).isGreaterThanOrEqualTo(2026);
    assertThat(unusualDays(TradingCalendar.of(new Mic(code)), first, last))
        .containsExactlyEntriesOf(published);
  }

  /// `closed`, or when the session closes early, of each weekday that has no full session.
  private static Map<LocalDate, String> unusualDays(TradingCalendar calendar, int first, int last) {
    var days = new TreeMap<LocalDate, String>();
    LocalDate.of(first, 1, 1)
        .datesUntil(LocalDate.of(last + 1, 1, 1))
        .filter(date -> date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
        .forEach(date -> {
          var session = calendar.session(date);
          if (session.isEmpty()) {
            days.put(date, "closed");
          } else if (session.get().early()) {
            var close = session.get().close().atZone(calendar.zone()).toLocalTime();
            days.put(date, close.toString());
          }
        });
    return days;
  }
}
