package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.tickstock.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds what `xnys.calendar` resolves to, session by session, and compares it with days on which
/// SPY really traded.
class NyseCalendarGoldenTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/ai/tickstock/market/xnys-sessions.csv");

  @Test
  void resolvesToTheGoldenSessions() throws IOException {
    var lines = new ArrayList<String>();
    lines.add("# made by NyseCalendarGoldenTest, run with -Dtickstock.write-golden=true");
    lines.add("date,open_utc,close_utc");
    var calendar = TradingCalendar.nyse();
    for (var session : calendar.sessions(calendar.known())) {
      lines.add(session.date() + "," + session.open() + "," + session.close());
    }
    if (Boolean.getBoolean("tickstock.write-golden")) {
      Files.write(GOLDEN, lines);
      fail("wrote " + GOLDEN + "; look at the difference and run again without the property");
    }
    assertThat(Files.readAllLines(GOLDEN)).isEqualTo(lines);
  }

  @Test
  void hasEverySessionOnWhichSpyTradedAndNoOther() throws IOException {
    var file =
        SharedData.fileOrSkip(
            "calendar/nyse_sessions_1998_2025.csv",
            "the sessions of 1998 to 2025 against the days on which SPY traded");
    List<LocalDate> traded =
        Files.readAllLines(file).stream()
            .skip(1)
            .map(line -> LocalDate.parse(line.substring(0, 10)))
            .toList();
    assertThat(traded).hasSizeGreaterThan(6_800);
    var range = new DateRange(traded.getFirst(), traded.getLast());
    assertThat(TradingCalendar.nyse().sessions(range).stream().map(Session::date))
        .containsExactlyElementsOf(traded);
  }
}
