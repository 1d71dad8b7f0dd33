package ai.tickstock.market;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds what each exchange's file resolves to, session by session. A golden file is written once,
/// with `-Dtickstock.write-golden=true`; from then on it is corrected by hand from the source.
class CalendarGoldenTest {
  private static final String FOLDER = "src/test/resources/ai/tickstock/market/";

  static Set<Mic> files() {
    return new LinkedHashSet<>(BundledCalendars.FILES.values());
  }

  @ParameterizedTest
  @MethodSource("files")
  void resolvesToTheGoldenSessions(Mic exchange) throws IOException {
    var golden = Path.of(FOLDER + exchange.code().toLowerCase(ROOT) + "-sessions.csv");
    var lines = sessions(TradingCalendar.of(exchange));
    if (Boolean.getBoolean("tickstock.write-golden")) {
      Files.write(golden, lines);
      fail("wrote " + golden + "; look at the difference and run again without the property");
    }
    assertThat(Files.readAllLines(golden)).isEqualTo(lines);
  }

  private static List<String> sessions(TradingCalendar calendar) {
    var sessions = calendar.sessions(calendar.known());
    boolean lunch = sessions.stream().anyMatch(session -> session.lunch().isPresent());
    var lines = new ArrayList<String>();
    lines.add("# made by CalendarGoldenTest, run with -Dtickstock.write-golden=true");
    lines.add("date,open_utc,close_utc" + (lunch ? ",lunch_start_utc,lunch_end_utc" : ""));
    for (var session : sessions) {
      var line = session.date() + "," + session.open() + "," + session.close();
      if (lunch) {
        line += session.lunch().map(rest -> "," + rest.start() + "," + rest.end()).orElse(",,");
      }
      lines.add(line);
    }
    return lines;
  }
}
