package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.cli.ShownProgress.Group;
import ai.tickstock.cli.ShownProgress.Wait;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadProgressDisplayTest {
  private static final Instant START = Instant.parse("2024-01-31T20:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintWriter err = new PrintWriter(bytes, true, StandardCharsets.UTF_8);
  private Instant now = START;

  private static ShownProgress progress(long stocks, long etfs) {
    return new ShownProgress(
        List.of(new Group("stocks", stocks, 500), new Group("ETFs", etfs, 100)),
        stocks * 252,
        stocks + etfs,
        Optional.empty());
  }

  private static ShownProgress waiting(long stocks, Instant until) {
    var moving = progress(stocks, 0);
    return new ShownProgress(
        moving.groups(),
        moving.rows(),
        moving.calls(),
        Optional.of(new Wait(Optional.of(until), "the vendor's limit of 5 calls a minute")));
  }

  private List<String> lines() {
    return List.of(bytes.toString(StandardCharsets.UTF_8).split(System.lineSeparator()));
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  @Test
  void printsALineAtTheStartEveryTenPercentAndAtTheEndWhenPiped() {
    try (var display = LoadProgressDisplay.lines(err, () -> now)) {
      for (int done = 0; done <= 500; done += 10) {
        display.show(progress(done, done / 5));
        after(Duration.ofSeconds(2));
      }
    }
    assertThat(lines()).hasSize(11);
    assertThat(lines().getFirst())
        .isEqualTo("stocks 0 of 500 (0 %), ETFs 0 of 100 (0 %), 0 rows, 0 calls");
    assertThat(lines().get(1))
        .isEqualTo(
            "stocks 50 of 500 (10 %), ETFs 10 of 100 (10 %), 12,600 rows, 60 calls, about 1 min"
                + " 30 s left");
    assertThat(lines().getLast())
        .isEqualTo("stocks 500 of 500 (100 %), ETFs 100 of 100 (100 %), 126,000 rows, 600 calls");
  }

  @Test
  void printsALineEveryTenSecondsThoughNothingMoves() {
    var display = LoadProgressDisplay.lines(err, () -> now);
    for (int second = 0; second <= 30; second++) {
      display.show(progress(1, 0));
      after(Duration.ofSeconds(1));
    }
    assertThat(lines()).hasSize(4);
  }

  @Test
  void printsAtMostALineASecondHoweverFastItGoes() {
    try (var display = LoadProgressDisplay.lines(err, () -> now)) {
      for (int done = 0; done <= 500; done += 10) {
        display.show(progress(done, done / 5));
        after(Duration.ofMillis(1));
      }
    }
    assertThat(lines()).hasSize(2);
    assertThat(lines().getLast()).contains("(100 %)");
  }

  @Test
  void saysOnceHowLongItWaitsForTheVendorWhenPiped() {
    var display = LoadProgressDisplay.lines(err, () -> now);
    display.show(progress(5, 0));
    after(Duration.ofSeconds(2));
    var until = now.plusSeconds(42);
    display.show(waiting(5, until));
    after(Duration.ofSeconds(2));
    display.show(waiting(5, until));
    assertThat(lines()).hasSize(2);
    assertThat(lines().getLast())
        .endsWith("waiting 42 s for the vendor's limit of 5 calls a minute");
  }

  @Test
  void doesNotSpeakOfAWaitThatIsOver() {
    LoadProgressDisplay.lines(err, () -> now).show(waiting(5, now));
    assertThat(lines().getFirst()).doesNotContain("waiting");
  }

  @Test
  void repeatsNothingAtTheEnd() {
    try (var display = LoadProgressDisplay.lines(err, () -> now)) {
      display.show(progress(500, 100));
      display.note("one warning");
    }
    assertThat(lines()).hasSize(2).last().isEqualTo("one warning");
    LoadProgressDisplay.lines(err, () -> now).close();
    assertThat(lines()).hasSize(2);
  }

  @Test
  void judgesThePaceByWhatWasDoneInThisRun() {
    var display = LoadProgressDisplay.lines(err, () -> now);
    display.show(progress(400, 0)); // done by an earlier run
    after(Duration.ofSeconds(10));
    display.show(progress(450, 0)); // 50 in 10 s, 150 left
    assertThat(lines().getLast()).endsWith("about 30 s left");
  }

  @Test
  void drawsABarForEachGroupAndRedrawsThemInPlaceOnATerminal() {
    var display = LoadProgressDisplay.terminal(err, 80, () -> now);
    display.show(progress(250, 100));
    var first = bytes.toString(StandardCharsets.UTF_8);
    assertThat(first)
        .isEqualTo(
            "\rstocks [===============               ]  50 %  250/500\u001b[K\n"
                + "\rETFs   [==============================] 100 %  100/100\u001b[K\n"
                + "\r63,000 rows, 350 calls\u001b[K\n\u001b[J");
    after(Duration.ofSeconds(1));
    display.show(progress(300, 100));
    assertThat(bytes.toString(StandardCharsets.UTF_8).substring(first.length()))
        .startsWith("\u001b[3A\rstocks [==================            ]  60 %  300/500")
        .contains("about 4 s left");
  }

  @Test
  void countsAWaitDownOnATerminal() {
    var display = LoadProgressDisplay.terminal(err, 120, () -> now);
    var until = now.plusSeconds(42);
    display.show(waiting(5, until));
    after(Duration.ofSeconds(1));
    display.show(waiting(5, until));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("waiting 42 s for the vendor's limit of 5 calls a minute")
        .contains("waiting 41 s for");
  }

  @Test
  void drawsNotMoreThanTenTimesASecondButAlwaysTheEnd() {
    try (var display = LoadProgressDisplay.terminal(err, 80, () -> now)) {
      for (int done = 0; done <= 500; done++) {
        display.show(progress(done, 100));
      }
    }
    assertThat(lines()).hasSize(2 * 3 + 1); // the last is the code that erases what is below
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("500/500");
  }

  @Test
  void keepsANoteAboveTheBars() {
    var display = LoadProgressDisplay.terminal(err, 80, () -> now);
    display.note("before the bars");
    display.show(progress(1, 0));
    display.note("SPY has one unexplained session");
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("before the bars")
        .contains("\u001b[3A\r\u001b[JSPY has one unexplained session" + System.lineSeparator())
        .endsWith("252 rows, 1 call\u001b[K\n\u001b[J");
  }

  @Test
  void cutsLinesToTheWidthOfTheTerminal() {
    LoadProgressDisplay.terminal(err, 40, () -> now).show(waiting(5, now.plusSeconds(42)));
    assertThat(lines()).allMatch(line -> line.replaceAll("\u001b\\[[KJ]|\r", "").length() < 40);
    assertThat(lines().get(2)).contains("…");
  }

  @Test
  void showsNoGroupThatHasNothingToDo() {
    var only =
        new ShownProgress(
            List.of(new Group("stocks", 0, 0), new Group("ETFs", 1, 2)), 0, 0, Optional.empty());
    LoadProgressDisplay.lines(err, () -> now).show(only);
    LoadProgressDisplay.terminal(err, 80, () -> now).show(only);
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("ETFs").doesNotContain("stocks");
  }

  @Test
  void writesLongTimesInHours() {
    assertThat(RemainingTime.words(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(RemainingTime.words(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    assertThat(RemainingTime.words(Duration.ofSeconds(7_530))).isEqualTo("2 h 05 min");
  }

  @Test
  void refusesMoreDoneThanThereIs() {
    assertThatThrownBy(() -> new Group("ETFs", 3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ETFs: 3 done of 2");
    assertThat(ShownProgress.percent(999_999_999, 1_000_000_000)).isEqualTo(99);
    assertThat(ShownProgress.percent(0, 0)).isEqualTo(100);
  }
}
