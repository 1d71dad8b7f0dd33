package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Compares the calendars with sources that know nothing of their files.
class CalendarSecondOpinionTest {
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
