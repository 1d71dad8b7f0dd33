package ai.tickstock.jobs;

import static ai.tickstock.jobs.Evening.CALENDAR;
import static ai.tickstock.jobs.Evening.FRIDAY;
import static ai.tickstock.jobs.Evening.NAMES;
import static ai.tickstock.jobs.Evening.at;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.load.Finality;
import ai.tickstock.notify.NoticePreview;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What people read in the evening.
class DailyReportTest {
  private static final String TUESDAYS_LARGEST =
      "SELECT instrument_id, open, high, low, close, volume FROM bar_daily"
          + " WHERE session = DATE '2026-06-09' ORDER BY close * volume DESC LIMIT 1";

  @Test
  void anOrdinaryEveningKeepsAReportInWhichEveryMeasuredPromiseHasItsDefinition() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      var report = reports(evening).stored(FRIDAY).orElseThrow();

      assertThat(report.status()).isEqualTo("complete");
      assertThat(report.whole().expected()).isBetween(1, NAMES);
      assertThat(report.whole().percent()).isEqualTo(100.0);
      assertThat(report.missing()).isEmpty();
      assertThat(report.steps()).extracting(DailyReport.Step::step).contains("bars", "quality");
      assertThat(report.trend()).hasSize(1);
      assertThat(report.universes()).isNotEmpty();
      assertThat(report.scoreboard()).extracting(Score::id).doesNotHaveDuplicates();
      assertThat(report.scoreboard())
          .allSatisfy(score -> {
            assertThat(score.definition()).isNotBlank();
            assertThat(score.isMet().isPresent()).isEqualTo(score.value().isPresent());
          });
      assertThat(score(report, "completeness").value()).contains(100.0);
      assertThat(score(report, "tracked").isMet()).contains(true);
      assertThat(score(report, "by-18-00").value()).contains(100.0);
      assertThat(score(report, "discrepancies").value()).isEmpty();
      assertThat(reports(evening).newest()).contains(report);
      assertThat(evening.rows("SELECT kind FROM notice ORDER BY 1"))
          .contains("(daily_report)", "(end_of_day_done)");
    }
  }

  @Test
  void aHoleIsNamedCountsAgainstThePromisesAndStandsOnAListOnceItIsAFinding() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      var ticker =
          evening
              .rows(
                  "SELECT s.ticker FROM bar_daily b JOIN instrument_symbol s USING (instrument_id)"
                      + " WHERE b.session = DATE '2026-06-11' AND s.valid_to IS NULL"
                      + " ORDER BY b.close * b.volume DESC LIMIT 1")
              .getFirst()
              .replaceAll("[()\"]", "");
      evening
          .database()
          .useTransaction(h ->
              h.createUpdate(
                      "DELETE FROM bar_daily b USING instrument_symbol s WHERE b.instrument_id ="
                          + " s.instrument_id AND s.ticker = :ticker AND b.session = :session")
                  .bind("ticker", ticker)
                  .bind("session", FRIDAY)
                  .execute());
      evening.setTime(at(FRIDAY, "21:00"));
      var report = reports(evening).make(FRIDAY);

      assertThat(report.missing()).containsExactly(ticker);
      assertThat(report.universes().getFirst().missing()).containsExactly(ticker);
      assertThat(score(report, "completeness").isMet()).contains(false);
      assertThat(score(report, "tracked").isMet()).contains(false);
      assertThat(score(report, "on-a-list").value()).contains(0.0);

      evening
          .endOfDay(withoutRepairs())
          .run(FRIDAY, Optional.of("quality"), EndOfDayObserver.SILENT);
      var after = reports(evening).stored(FRIDAY).orElseThrow();

      assertThat(score(after, "on-a-list").value()).contains(100.0);
      assertThat(after.findings().allOpen()).isPositive();
      assertThat(after.missing()).containsExactly(ticker);

      // The end of day itself repairs what asking again can help, and says so.
      var repaired =
          evening.endOfDay().run(FRIDAY, Optional.of("quality"), EndOfDayObserver.SILENT);
      assertThat(repaired.step("quality").orElseThrow().number("repaired")).isEqualTo(1);
      var last = reports(evening).stored(FRIDAY).orElseThrow();
      assertThat(last.missing()).isEmpty();
      assertThat(last.repaired()).extracting(DailyReport.Repaired::subject).containsExactly(ticker);
      assertThat(score(last, "completeness").value()).contains(100.0);
    }
  }

  @Test
  void aBarThatIsWrongIsReadAgainAndStandsInQuarantineWithTheReason() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      var right = evening.rows(TUESDAYS_LARGEST);
      evening
          .database()
          .useTransaction(h ->
              h.createUpdate(
                      "UPDATE bar_daily SET open = open * 9, high = high * 9, low = low * 9,"
                          + " close = close * 9 WHERE (instrument_id, session) = ("
                          + " SELECT instrument_id, session FROM bar_daily"
                          + " WHERE session = DATE '2026-06-09' ORDER BY close * volume DESC LIMIT 1)")
                  .execute());
      assertThat(evening.rows(TUESDAYS_LARGEST)).isNotEqualTo(right);

      for (var time : List.of("21:00", "21:05")) {
        evening.setTime(at(FRIDAY, time));
        evening
            .endOfDay(withoutRepairs())
            .run(FRIDAY, Optional.of("quality"), EndOfDayObserver.SILENT);
        assertThat(
                evening.rows(
                    "SELECT payload FROM outbox_event WHERE event = 'quality.price_anomaly'"))
            .as("told once")
            .singleElement()
            .asString()
            .contains("bad-bar", "tickstock quality repair ");
      }
      var quality =
          evening
              .endOfDay()
              .run(FRIDAY, Optional.of("quality"), EndOfDayObserver.SILENT)
              .step("quality")
              .orElseThrow();

      assertThat(quality.number("repaired")).isEqualTo(1);
      assertThat(evening.rows(TUESDAYS_LARGEST)).isEqualTo(right);
      assertThat(evening.rows("SELECT session, detail FROM bar_quarantine"))
          .singleElement()
          .asString()
          .contains("2026-06-09", "bad-bar");
      assertThat(reports(evening).stored(FRIDAY).orElseThrow().repaired()).hasSize(1);
    }
  }

  @Test
  void theMailShowsTextOfOthersAsTextAndAChartOnceThereAreTwoSessions() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening.run(FRIDAY);
      var report = reports(evening).stored(FRIDAY).orElseThrow();
      var monday = CALENDAR.next(FRIDAY).date();
      evening
          .database()
          .useTransaction(h -> {
            h.execute(
                "INSERT INTO quality_finding (rule, subject, first_session, last_session, sessions,"
                    + " severity, summary) VALUES ('price-move', 'market', ?, ?, 1, 'critical',"
                    + " '<script>alert(1)</script> & \"half\" a day')",
                FRIDAY.minusDays(40),
                FRIDAY.minusDays(40));
          });
      evening.setTime(at(monday, "16:45"));
      evening.run(monday);
      var second = reports(evening).stored(monday).orElseThrow();
      var notice = DailyReportPages.notice(second);
      var html = NoticePreview.html(notice, second.madeAt());
      var text = NoticePreview.text(notice, second.madeAt());

      assertThat(second.trend())
          .extracting(DailyReport.Trend::session)
          .containsExactly(report.session(), monday);
      assertThat(html)
          .contains("Whole tracked symbols")
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
          .doesNotContain("<script>");
      assertThat(text).contains("price-move").contains("Promises");
      assertThat(notice.severity().word()).isEqualTo("high");
    }
  }

  @Test
  void aReportThatIsReadLaterSaysWhichOfItsFindingsWereSettledSince() throws Exception {
    try (var evening = Evening.ordinary()) {
      evening
          .database()
          .useTransaction(h -> {
            for (var subject : List.of("stays", "goes")) {
              h.execute(
                  "INSERT INTO quality_finding (rule, subject, first_session, last_session, sessions,"
                      + " severity, summary) VALUES ('price-move', ?, ?, ?, 1, 'critical', 'a move')",
                  subject,
                  FRIDAY.minusDays(40),
                  FRIDAY.minusDays(40));
            }
          });
      evening.run(FRIDAY);
      assertThat(reports(evening).stored(FRIDAY).orElseThrow().standing())
          .extracting(DailyReport.Waiting::subject)
          .containsExactlyInAnyOrder("stays", "goes");
      evening
          .database()
          .useTransaction(h -> {
            h.execute("UPDATE quality_finding SET state = 'resolved' WHERE subject = 'goes'");
            h.execute(
                "INSERT INTO quality_event (finding_id, at, event, by_whom) SELECT id, '2026-06-13"
                    + " 01:02:03+00', 'resolved', 'scan' FROM quality_finding WHERE subject = 'goes'");
            // Reports of before have no such key.
            h.execute("UPDATE quality_report SET report = report #- '{person,0,since}'");
          });

      var later = reports(evening).newest().orElseThrow();

      assertThat(later.standing())
          .extracting(DailyReport.Waiting::subject)
          .containsExactly("stays");
      assertThat(later.person())
          .filteredOn(one -> one.subject().equals("goes"))
          .singleElement()
          .satisfies(one -> assertThat(one.since()).contains("resolved 2026-06-13T01:02:03Z"));
      assertThat(DailyReports.headline(later)).endsWith("1 thing needs a person");
      assertThat(NoticePreview.text(DailyReportPages.notice(later), later.madeAt()))
          .contains("Settled since the report was made", "resolved 2026-06-13T01:02:03Z");
    }
  }

  private static EndOfDayRules withoutRepairs() {
    var usual = EndOfDayRules.DEFAULT;
    return new EndOfDayRules(
        usual.buffer(),
        usual.bufferAfterEarlyClose(),
        usual.symbolAsks(),
        usual.details(),
        usual.calls(),
        usual.weeklyDetails(),
        0,
        usual.minuteUniverses());
  }

  private static DailyReports reports(Evening evening) {
    return new DailyReports(
        evening.database(), new Finality(CALENDAR, Duration.ofMinutes(15)), evening::now);
  }

  private static Score score(DailyReport report, String id) {
    return report.scoreboard().stream()
        .filter(score -> score.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
