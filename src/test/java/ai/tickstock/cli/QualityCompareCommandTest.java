package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.TradingCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `quality compare` as it is typed.
class QualityCompareCommandTest {
  private static final LocalDate DAY = LocalDate.of(2024, 1, 31);

  private final TestProgram program = TestProgram.onNewDatabase();

  @TempDir private Path folder;

  @BeforeEach
  void oneBar() {
    program
        .database()
        .useTransaction(handle -> {
          handle.execute(
              "INSERT INTO instrument (name, type, active, source) VALUES ('A', 'CS', true, 'test')");
          handle.execute(
              "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (1, 'AAA', 'listed', 'test')");
          handle.execute(
              """
              INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
              VALUES (1, ?, 10, 11, 9, 10, 1000, now(), 1, 1, false)
              """,
              DAY);
        });
  }

  @AfterEach
  void close() {
    program.close();
  }

  private String folderWithClose(double close) throws IOException {
    Files.writeString(
        folder.resolve(DAY + ".csv"),
        "ticker,volume,open,close,high,low,window_start,transactions\nAAA,1000,10,%s,11,9,%d,\n"
            .formatted(close, Bar.startOfSession(DAY).toEpochMilli() * 1_000_000L));
    return folder.toString();
  }

  @Test
  void saysWhatAgreesAndHowManyBarsTheClaimNeeds() throws IOException {
    var ended = program.run("quality", "compare", folderWithClose(10), "--name", "other");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).contains("sampled", "risky");
    assertThat(ended.err()).contains("is not shown by 1 bars", "38,411 are needed");
    var history = program.run("quality", "compare", "--history", "--format", "csv");
    assertThat(history.out()).contains("other,day,2024-01-31,2024-01-31,1,1,1,0");
  }

  @Test
  void exitsWithThreeWhenABarIsContradicted() throws IOException {
    var ended = program.run("quality", "compare", folderWithClose(10.5), "--name", "other");
    assertThat(ended.exitCode()).isEqualTo(3);
    var findings = program.run("quality", "findings", "--rule", "second-source");
    assertThat(findings.out()).contains("close 10 here, 10.5 there (other)");
    assertThat(program.run("quality", "show", "1").out()).contains("there close", "10.5");
    assertThat(program.run("quality", "verify").exitCode()).isEqualTo(3);
    assertThat(program.run("quality", "findings", "--open").out()).contains("second-source");
  }

  @Test
  void comparesMinutesWhereTheyAreAskedFor() throws IOException {
    var open = TradingCalendar.nyse().session(DAY).orElseThrow().open();
    program
        .database()
        .useTransaction(handle -> {
          handle.execute("SELECT ensure_bar_minute(?, ?)", DAY, DAY);
          handle.execute(
              """
              INSERT INTO bar_minute (instrument_id, start, open, high, low, close, volume, known_from, run_id, source, provisional)
              VALUES (1, ?, 10, 11, 9, 10, 1000, now(), 1, 1, false)
              """,
              open);
          handle.execute(
              """
              INSERT INTO minute_session (instrument_id, session, bars, regular_bars, regular_minutes, first_start, last_start,
                gap_at_open, gap_at_close, longest_gap, repeats, rejected, lost, is_partial, provisional, asked_at, run_id, source)
              VALUES (1, ?, 1, 1, 390, ?, ?, 0, 389, 389, 0, 0, 0, true, false, now(), 1, 1)
              """,
              DAY,
              open,
              open);
        });
    var minutes = Files.createDirectories(folder.resolve("other/minute_aggs_v1"));
    Files.writeString(
        minutes.resolve(DAY + ".csv"),
        "ticker,volume,open,close,high,low,window_start,transactions\nAAA,1000,10,10.5,11,9,%d,\n"
            .formatted(open.toEpochMilli() * 1_000_000L));
    var other = minutes.getParent().toString();
    var ended = program.run("quality", "compare", other, "--interval", "minute");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.err()).contains("with other, minutes: 1 name; 1 new finding");
    var history = program.run("quality", "compare", "--history", "--format", "csv");
    assertThat(history.out()).contains("other,minute,2024-01-31,2024-01-31,1,1,0,1");
    assertThat(program.run("quality", "show", "1").out())
        .contains("second-source-minutes", "2024-01-31 09:30", "10.5");
  }

  @Test
  void refusesWhatMeansNothing() {
    assertThat(program.run("quality", "compare").exitCode()).isEqualTo(2);
    assertThat(program.run("quality", "compare", "--history", folder.toString()).exitCode())
        .isEqualTo(2);
    assertThat(program.run("quality", "compare", folder.toString()).err())
        .contains("nothing to load in");
    assertThat(program.run("quality", "compare", folder.toString(), "--sample", "-1").exitCode())
        .isEqualTo(2);
  }
}
